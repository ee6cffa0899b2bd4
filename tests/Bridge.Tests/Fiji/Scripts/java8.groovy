import com.sun.source.util.JavacTask
import groovy.transform.CompileStatic
import groovyjarjarasm.asm.ClassReader
import groovyjarjarasm.asm.ClassVisitor
import groovyjarjarasm.asm.MethodVisitor
import groovyjarjarasm.asm.Opcodes
import javax.lang.model.element.Element
import javax.lang.model.element.TypeElement
import javax.lang.model.type.ExecutableType
import javax.lang.model.type.TypeMirror
import javax.lang.model.util.Elements
import javax.lang.model.util.Types
import javax.tools.JavaCompiler
import javax.tools.JavaFileObject
import javax.tools.SimpleJavaFileObject
import javax.tools.ToolProvider
import org.codehaus.groovy.control.CompilerConfiguration
import org.codehaus.groovy.tools.FileSystemCompiler

// Prints each member of the Java platform that the Groovy classes call and Java 8 lacks, then how many members were looked at.
// Arguments: a folder for the compiled classes, then the Groovy files.

/** The platform of Java 8 as the compiler knows it. */
@CompileStatic
class JavaEight {
    private final Elements elements
    private final Types types

    JavaEight() {
        JavaCompiler compiler = ToolProvider.systemJavaCompiler
        JavaFileObject nothing = new SimpleJavaFileObject(URI.create('string:///Nothing.java'), JavaFileObject.Kind.SOURCE) {
            CharSequence getCharContent(boolean ignoreErrors) { 'class Nothing {}' }
        }
        JavacTask task = (JavacTask) compiler.getTask(null, null, null, ['--release', '8'], null, [nothing])
        task.analyze()
        elements = task.elements
        types = task.types
    }

    /** @param owner as in "java/util/Map$Entry"; members are looked for in everything that it inherits from, too */
    boolean has(String owner, String member) {
        TypeElement type = elements.getTypeElement(owner.replace('/', '.').replace('$', '.'))
        type != null && elements.getAllMembers(type).any { Element each -> signature(each) == member }
    }

    private String signature(Element element) {
        TypeMirror type = element.asType()
        if (!(type instanceof ExecutableType)) return element.simpleName.toString()
        element.simpleName.toString() + ((ExecutableType) type).parameterTypes.collect { TypeMirror each -> types.erasure(each).toString() }
    }
}

def classes = new File(args[0])
def configuration = new CompilerConfiguration(targetDirectory: classes)
new FileSystemCompiler(configuration).compile(args.drop(1).collect { new File(it) } as File[])
def used = [] as TreeSet
classes.eachFileRecurse { file ->
    if (!file.name.endsWith('.class')) return
    new ClassReader(file.bytes).accept(new Calls(used), 0)
}
def platform = new JavaEight()
used.each { call ->
    def (owner, member) = call.split(' ', 2)
    if (!platform.has(owner, member)) println "$owner.$member"
}
println "${used.size()} members"

/** Collects "owner name[types of parameters]" of each call, and "owner name" of each field, of java and javax. */
class Calls extends ClassVisitor {
    private final Set used

    Calls(Set used) {
        super(Opcodes.ASM5)
        this.used = used
    }

    MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] exceptions) {
        new MethodVisitor(Opcodes.ASM5) {
            void visitMethodInsn(int opcode, String owner, String member, String types, boolean ofInterface) {
                if (owner ==~ /javax?\/.*/) Calls.this.used << "$owner $member${groovyjarjarasm.asm.Type.getArgumentTypes(types)*.className*.replace('$', '.')}".toString()
            }

            void visitFieldInsn(int opcode, String owner, String member, String type) {
                if (owner ==~ /javax?\/.*/) Calls.this.used << "$owner $member".toString()
            }
        }
    }
}
