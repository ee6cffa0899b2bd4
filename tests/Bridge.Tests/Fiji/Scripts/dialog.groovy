import ij.IJ
import ij.WindowManager
import ij.plugin.frame.Recorder
import java.awt.event.ItemEvent
import javax.imageio.ImageIO

// A user in front of the screen: the dialog, the choices, OK; what the Recorder writes; the same again from what it wrote. Pictures on the way.
def image = IJ.openImage(System.getProperty('fijibridge.sample') + '/noisy.ome.tif')
image.title = 'noisy.tif'
image.show()
IJ.run(image, 'Enhance Contrast', 'saturated=0.35')
IJ.instance.setLocation(20, 20)
image.window.setLocation(20, 180)

// Nobody answers at the remembered address: the user is asked for another, and cancels.
ij.Prefs.set('fijibridge.server', '127.0.0.1:1')
IJ.doCommand('Restore Image')
def server = User.dialog('FijiBridge Server')
Checks.report('askedForServer', server.message instanceof ij.gui.MultiLineLabel ? server.message.@lines.join(' ') : server.message.text)
User.press(server, 1)
User.await('the end of the dialog') { !Checks.dialogs() }

ij.Prefs.set('fijibridge.server', Checks.server)
def recorder = new Recorder()
recorder.setLocation(700, 20)
recorder.setSize(560, 140)
IJ.doCommand('Restore Image')
// The same server by another name: its models are asked for, and the dialog comes again. Only what is chosen there is recorded.
def elsewhere = User.dialog('Restore Image')
elsewhere.stringFields[0].text = Checks.server.replace('127.0.0.1', 'localhost')
User.press(elsewhere, 0)
def dialog = User.dialog('Restore Image')
def models = dialog.choices[0]
def model = System.getProperty('fijibridge.model')
models.select(model)
dialog.itemStateChanged(new ItemEvent(models, ItemEvent.ITEM_STATE_CHANGED, model, ItemEvent.SELECTED))
dialog.stringFields[1].text = System.getProperty('fijibridge.parameters')
dialog.checkboxes[1].state = true
dialog.setLocation(560, 200)
User.picture('dialog', dialog.bounds)
Checks.report('models', (0..<models.itemCount).collect { models.getItem(it) })
User.press(dialog, 0)

def told = [] as LinkedHashSet
User.await('the result') {
    def status = ij.ImageJ.statusBarText ?: ''
    if (told.add(status) && status.startsWith('Restoring')) ImageIO.write(User.robot.createScreenCapture(IJ.instance.bounds), 'png', new File(Checks.folder, 'progress.png'))
    WindowManager.currentImage.title == 'noisy-restored'
}
Checks.report('told', told)
def result = WindowManager.currentImage
// The command is recorded when it has ended.
User.await('the recorded command') { recorder.text.contains('Restore Image') }
def recorded = recorder.text.readLines().findAll { it.contains('Restore Image') }
recorder.close()
User.picture('result', image.window.bounds, result.window.bounds)
Checks.report('recorded', recorded)
def first = Checks.describe(result)
result.changes = false
result.close()

def replayed = Checks.macro(recorded.join('\n'))
def second = Checks.describe(WindowManager.currentImage)
Checks.report('replayed', replayed + [same: first.pixels == second.pixels && first.title == second.title && first.info == second.info,
    line: second.info.readLines().find { it.startsWith('FijiBridge macro: ') }])
