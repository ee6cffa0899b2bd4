import ij.IJ
import ij.WindowManager
import ij.plugin.frame.Recorder

// A user in front of the screen: two stacks, the dialog, OK; what one sees then; what the Recorder writes; the same again from what it wrote.
def sample = System.getProperty('fijibridge.sample')
def stacks = sample == null
    ? [Cells.stack('short.tif', 50, 1), Cells.stack('long.tif', 0, 1)]
    : ['noisy', 'truth'].collect { def image = IJ.openImage("$sample/${it}.ome.tif"); image.title = it == 'noisy' ? 'short.tif' : 'long.tif'; image }
stacks.each { it.show(); IJ.run(it, 'Enhance Contrast', 'saturated=0.35') }
IJ.instance.setLocation(20, 10)
stacks.each { it.window.setLocation(20, 500) }
WindowManager.currentWindow = stacks[0].window

ij.Prefs.set('fijibridge.server', Checks.server)
ij.Prefs.set('fijibridge.minutes', '77')
def recorder = new Recorder()
recorder.setLocation(700, 700)
recorder.setSize(560, 140)
IJ.doCommand('Train Model')
def dialog = User.dialog('Train Model')
Checks.report('proposed', dialog.choices.collect { it.selectedItem } + dialog.stringFields.collect { it.text })
dialog.stringFields[1].text = 'first'
dialog.stringFields[2].text = System.getProperty('fijibridge.minutes')
User.press(dialog, 0)
User.await('the model', 400) { (IJ.log ?: '').contains('Restore Image') }
User.await('the recorded command') { recorder.text.contains('Train Model') }
def recorded = recorder.text.readLines().findAll { it.contains('Train Model') }
recorder.close()
Checks.report('log', IJ.log)
Checks.report('minutes', System.getProperty('fijibridge.minutes'))
Checks.report('recorded', recorded)
Checks.report('windows', WindowManager.imageTitles.toList())
def windows = ['Loss of first', 'Validation of first', 'What first makes of the part that was held out'].collect { title ->
    def image = WindowManager.getImage(title)
    if (image == null) throw new IllegalStateException("there is no window $title; the Log: $IJ.log")
    image.window
}
windows.each { it.toFront() }
User.picture('training', *windows.collect { it.bounds })

Checks.report('again', Checks.macro('setBatchMode(true); ' + recorded[0]))
Checks.report('replayed', Checks.macro('setBatchMode(true); ' + recorded[0].replace('name=first', 'name=second').replaceFirst('minutes=[0-9.]+', 'minutes=0.05')))
// Five parts of the stack would be too short for a model that looks at five frames at once.
Checks.report('film', Checks.macro('setBatchMode(true); ' + recorded[0].replace('name=first', 'name=film').replace('begin=denoise', 'begin=denoise-time').replaceFirst('minutes=[0-9.]+', 'minutes=0.05')))

def cells = { String title, int noise, int seed ->
    def image = Cells.stack(title, noise, seed)
    if (noise == 0) (1..image.stackSize).each { image.stack.getProcessor(it).min(1200) }
    image
}
// The same from two folders, with no stack open: the dialog has no stacks to choose from, and buttons that choose folders.
Checks.closeAll()
// Most of the clean images is background, which is one value there and would be taken for cut off.
def exposures = ['short': 50, 'long': 0].collect { name, noise -> Folders.make("two folders/$name", ['a': 1, 'b': 2].collectEntries { file, seed -> [file + '.tif', cells(file, noise, seed)] }) }
recorder = new Recorder()
IJ.doCommand('Train Model')
dialog = User.dialog('Train Model')
Checks.report('proposedFolders', dialog.choices.collect { it.selectedItem } + dialog.stringFields.collect { it.text })
[1: 'third', 2: '0.05', 3: exposures[0].path, 4: exposures[1].path].each { field, text -> dialog.stringFields[field].text = text }
def buttons = []
def visit
visit = { parent -> parent.components.each { if (it instanceof java.awt.Button) buttons << it.label; if (it instanceof java.awt.Container) visit(it) } }
visit(dialog)
Checks.report('buttons', buttons)
Checks.report('proposedBoxes', dialog.checkboxes.collect { it.state })
dialog.checkboxes[0].state = true
User.press(dialog, 0)
User.await('the model', 400) { (IJ.log ?: '').contains('model=third') }
User.await('the recorded command') { recorder.text.contains('Train Model') }
def recordedFolders = recorder.text.readLines().find { it.contains('Train Model') }
recorder.close()
Checks.report('recordedFolders', recordedFolders)
Checks.closeAll()
Checks.report('refusedFolders', Checks.macro('setBatchMode(true); ' + recordedFolders.replace('name=third', 'name=fifth').replace(' keep_clipped', '')))
Checks.report('replayedFolders', Checks.macro('setBatchMode(true); ' + recordedFolders.replace('name=third', 'name=fourth')))
