import ij.CompositeImage
import ij.ImagePlus
import ij.Macro
import ij.WindowManager
import ij.macro.Interpreter

// A Java without any screen, as Fiji --headless is: batch mode, the options set for a thread like that of a command.
Interpreter.batchMode = true
def folder = System.getProperty('fijibridge.folder'), server = System.getProperty('fijibridge.server')
def run = { String script, String command, String options ->
    Thread.start('Run$_' + command) {
        Macro.options = options + ' '
        new GroovyShell(getClass().classLoader).evaluate(new File("$folder/scripts/Plugins/FijiBridge/$script"))
    }.join()
}
def plain = new ImagePlus('film.tif', Checks.noise(31, 23, 12, 16))
plain.setDimensions(2, 3, 2)
def source = new CompositeImage(plain, CompositeImage.COLOR)
source.calibration.pixelWidth = 0.25d
source.show()

run('Restore_Image.groovy', 'Restore Image', "server=$server model=pass-through")
def restored = Interpreter.lastBatchModeImage
println "restored $restored.title, ${Checks.describe(restored).size}, ${restored.calibration.pixelWidth}"
println "the same pixels: ${Checks.describe(source).pixels == Checks.describe(restored).pixels}"

[Cells.stack('short.tif', 50, 1), Cells.stack('long.tif', 0, 1)].each { it.show() }
run('Train_Model.groovy', 'Train Model', "server=$server noisy=short.tif clean=long.tif name=mine minutes=0.05 begin=denoise")

def before = WindowManager.imageCount
run('Restore_Image.groovy', 'Restore Image', "server=$server model=nobody")
run('Restore_Image.groovy', 'Restore Image', 'server=127.0.0.1:1 model=smooth')
println "then ${WindowManager.imageCount - before} new"
