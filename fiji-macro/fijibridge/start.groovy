// Starts the command that a script of the menu names, with the classes of this folder; they are compiled once in each session.
def scripts = ij.IJ.getProperty('fijibridge.scripts')
if (scripts == null || scripts.home != home || scripts.changed()) {
    def loader = new GroovyClassLoader(ij.IJ.classLoader ?: getClass().classLoader)
    loader.addClasspath(home.path)
    scripts = loader.loadClass('fijibridge.Scripts').newInstance(home)
    ij.IJ.setProperty('fijibridge.scripts', scripts)
}
scripts.run(command)
