import ij.IJ
import ij.WindowManager
import ij.plugin.frame.Recorder

// A user in front of the screen: the dialog guesses which image is which, OK, a picture of figure and table; then what the Recorder wrote, played back.
['cells', 'cells-restored', 'truth'].eachWithIndex { name, i ->
    def file = ['noisy', 'restored', 'truth'][i], sample = System.getProperty('fijibridge.sample')
    def image = sample == null ? Raw.open(file, name, 256, 256) : IJ.openImage("$sample/${file}.ome.tif")
    image.title = name
    image.calibration.setUnit('micron')
    image.calibration.pixelWidth = image.calibration.pixelHeight = 0.1
    image.show()
    image.setSlice(2)
}
def recorder = new Recorder()
IJ.doCommand('Evaluate Restoration')
def dialog = User.dialog('Evaluate Restoration')
Checks.report('guessed', dialog.choices.collect { it.selectedItem })
User.press(dialog, 0)
User.await('the recorded command') { recorder.text.contains('Evaluate Restoration') }
def recorded = recorder.text.readLines().findAll { it.contains('Evaluate Restoration') }
recorder.close()
def figure = WindowManager.currentImage
def table = WindowManager.getWindow('Evaluate Restoration')
IJ.instance.setLocation(700, 880)
figure.window.setLocation(0, 0)
figure.window.setSize(1200, 395)
figure.canvas.fitToWindow()
table.setSize(1200, 150)
table.setLocation(0, figure.window.height)
[figure.window, table]*.toFront()
User.picture('evaluation', figure.window.bounds, table.bounds)
Checks.report('recorded', recorded)
def first = Checks.describe(figure)
figure.close()
def replayed = Checks.macro(recorded.join('\n'))
Checks.report('replayed', replayed + [same: Checks.describe(WindowManager.currentImage).pixels == first.pixels])
