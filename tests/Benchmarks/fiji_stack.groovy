import groovy.transform.CompileStatic
import ij.IJ
import ij.ImageJ
import ij.ImagePlus
import ij.Macro
import ij.WindowManager
import ij.io.FileInfo
import ij.macro.Interpreter
import ij.plugin.FileInfoVirtualStack

// The command Restore Image on a virtual stack of raw 16-bit planes, and once more its call with the three phases one after the other. Arguments: the folder
// fiji-macro, the file, the side of a plane, planes, the server. Prints rates, memory, and whether the result equals the input; the exit code is 0 if it does.
def (home, path, side, planes, server) = [args[0], new File(args[1]), args[2] as int, args[3] as int, args[4]]
new ImageJ(ImageJ.NO_SHOW)
def file = new FileInfo(directory: path.parent + '/', fileName: path.name, fileFormat: FileInfo.RAW, fileType: FileInfo.GRAY16_UNSIGNED, intelByteOrder: true,
    width: side, height: side, nImages: planes)
def stack = new FileInfoVirtualStack(file, false)
def input = new ImagePlus('input', stack)

// Nothing is compiled while the clock runs.
def loader = new GroovyClassLoader()
loader.addClasspath(home)
def command = loader.loadClass('fijibridge.RestoreImage').newInstance()
def uploaded = 0L, phases = Thread.startDaemon {
    while (!(ImageJ.statusBarText ?: '').startsWith('Uploading')) Thread.sleep(1)
    while ((ImageJ.statusBarText ?: '').startsWith('Uploading')) Thread.sleep(1)
    uploaded = System.nanoTime()
}

Interpreter.batchMode = true
input.show()
Thread.currentThread().name = 'Run$_restore'
Macro.options = "server=$server model=pass-through"
def begin = System.nanoTime()
command.run()
def end = System.nanoTime()
Macro.options = null
phases.join(1000)

def result = Interpreter.lastBatchModeImage
if (result == null || result.is(input)) {
    println "no result: ${IJ.log}"
    System.exit(1)
}
def megabytes = path.length() / 1e6
printf('Restore Image, %.0f MB: there %.1f s, %.0f MB/s; restored and back %.1f s, %.0f MB/s; %s%n', megabytes, (uploaded - begin) / 1e9, megabytes * 1e9 / (uploaded - begin),
    (end - uploaded) / 1e9, megabytes * 1e9 / (end - uploaded), result.getStack().virtual ? 'a virtual stack' : 'in memory')
def equal = (1..planes).every { Pixels.equal(input, result, it) } && result.stackSize == planes

// The same in three phases.
result.close()
loader.addClasspath(new File(getClass().protectionDomain.codeSource.location.path).parent)
def make = { String name, Object... arguments -> loader.loadClass(name).newInstance(arguments) }
def options = make('fijibridge.RestoreOptions')
options.model = 'pass-through'
def upload = make('fijibridge.StackUpload', input, make('fijibridge.Selection', input, options))
def store = make('fijibridge.PlaneStore', upload.planes, false)
def header = make('fijibridge.ProtoWriter').message(1, options.settings()).message(2, upload.summary())
def call = make('HeldCall', make('fijibridge.GrpcWeb', server), upload, header, store)
call.run()
if (call.failure != null) throw call.failure
call.release()
printf('one after the other: there %.0f MB/s, restored %.0f MB/s, back %.0f MB/s%n', megabytes / call.secondsThere, megabytes / call.secondsOfWork, megabytes / call.secondsBack)
println 'peak memory of ImageJ: ' + new File('/proc/self/status').readLines().find { it.startsWith('VmHWM:') }.replaceAll(/\D/, '').toLong().intdiv(1024) + ' MiB'
println equal ? 'every pixel is as it was' : 'PIXELS DIFFER'
System.exit(equal ? 0 : 1)

@CompileStatic
class Pixels {
    static boolean equal(ImagePlus one, ImagePlus other, int plane) {
        Arrays.equals((short[]) one.getStack().getPixels(plane), (short[]) other.getStack().getPixels(plane))
    }
}
