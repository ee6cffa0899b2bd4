import ij.ImagePlus
import ij.Macro
import ij.WindowManager
import ij.macro.Interpreter

// A Java without any screen, as Fiji --headless is: batch mode, the options set for a thread like that of a command.
Interpreter.batchMode = true
def folder = System.getProperty('fijibridge.folder')
[noisy: 'noisy', restored: 'restored image', truth: 'truth'].each { file, title -> Raw.open(file, title).show() }
def before = WindowManager.imageCount
def evaluate = { String options ->
    Thread.start('Run$_Evaluate Restoration') {
        Macro.options = options
        new GroovyShell(getClass().classLoader).evaluate(new File("$folder/scripts/Plugins/FijiBridge/Evaluate_Restoration.groovy"))
    }.join()
}
evaluate('noisy=noisy restored=[restored image] reference=truth range=255 affine ')
def figure = Interpreter.lastBatchModeImage
println "figure $figure.title $figure.width x $figure.height, ${WindowManager.imageCount - before} new"
println figure.getProperty('Info')
evaluate('noisy=noisy restored=[restored image] reference=truth range=255 plane=9 table ')
evaluate('noisy=noisy restored=nowhere reference=truth ')
println "then ${WindowManager.imageCount - before} new"
