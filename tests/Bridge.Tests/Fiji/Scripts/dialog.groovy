import ij.IJ
import ij.WindowManager
import ij.gui.GenericDialog
import ij.plugin.frame.Recorder
import java.awt.Rectangle
import java.awt.Robot
import java.awt.event.ActionEvent
import java.awt.event.ItemEvent
import javax.imageio.ImageIO

// A user in front of the screen: the dialog, the choices, OK; what the Recorder writes; the same again from what it wrote. Pictures on the way.
def robot = new Robot()
def picture = { String name, Rectangle... parts ->
    robot.waitForIdle()
    Thread.sleep(500)
    ImageIO.write(robot.createScreenCapture(parts.inject { all, part -> all.union(part) }), 'png', new File(Checks.folder, name + '.png'))
}
def within60s = { Closure condition ->
    def end = System.nanoTime() + 60_000_000_000L
    while (!condition()) {
        if (System.nanoTime() > end) throw new IllegalStateException('waited in vain')
        Thread.sleep(10)
    }
}
def dialogNamed = { String title ->
    def found = null
    within60s { found = java.awt.Window.windows.find { it instanceof GenericDialog && it.visible && it.title == title } }
    found
}
def press = { dialog, int button -> dialog.actionPerformed(new ActionEvent(dialog.buttons[button], ActionEvent.ACTION_PERFORMED, dialog.buttons[button].label)) }

def image = IJ.openImage(System.getProperty('fijibridge.sample') + '/noisy.ome.tif')
image.title = 'noisy.tif'
image.show()
IJ.run(image, 'Enhance Contrast', 'saturated=0.35')
IJ.instance.setLocation(20, 20)
image.window.setLocation(20, 180)

// Nobody answers at the remembered address: the user is asked for another, and cancels.
ij.Prefs.set('fijibridge.server', '127.0.0.1:1')
IJ.doCommand('Restore Image')
def server = dialogNamed('FijiBridge Server')
Checks.report('askedForServer', server.message instanceof ij.gui.MultiLineLabel ? server.message.@lines.join(' ') : server.message.text)
press(server, 1)
within60s { !Checks.dialogs() }

ij.Prefs.set('fijibridge.server', Checks.server)
def recorder = new Recorder()
recorder.setLocation(700, 20)
recorder.setSize(560, 140)
IJ.doCommand('Restore Image')
def dialog = dialogNamed('Restore Image')
def models = dialog.choices[0]
models.select('smooth')
dialog.itemStateChanged(new ItemEvent(models, ItemEvent.ITEM_STATE_CHANGED, 'smooth', ItemEvent.SELECTED))
dialog.stringFields[1].text = 'sigma=1.5'
dialog.checkboxes[1].state = true
dialog.setLocation(560, 200)
picture('dialog', dialog.bounds)
Checks.report('models', (0..<models.itemCount).collect { models.getItem(it) })
press(dialog, 0)

def told = [] as LinkedHashSet
within60s {
    def status = ij.ImageJ.statusBarText ?: ''
    if (told.add(status) && status.startsWith('Restoring')) ImageIO.write(robot.createScreenCapture(IJ.instance.bounds), 'png', new File(Checks.folder, 'progress.png'))
    WindowManager.currentImage.title == 'noisy-restored'
}
Checks.report('told', told)
def result = WindowManager.currentImage
// The command is recorded when it has ended.
within60s { recorder.text.contains('Restore Image') }
def recorded = recorder.text.readLines().findAll { it.contains('Restore Image') }
recorder.close()
picture('result', image.window.bounds, result.window.bounds)
Checks.report('recorded', recorded)
def first = Checks.describe(result)
result.changes = false
result.close()

def replayed = Checks.macro(recorded.join('\n'))
def second = Checks.describe(WindowManager.currentImage)
Checks.report('replayed', replayed + [same: first.pixels == second.pixels && first.title == second.title && first.info == second.info,
    line: second.info.readLines().find { it.startsWith('FijiBridge macro: ') }])
