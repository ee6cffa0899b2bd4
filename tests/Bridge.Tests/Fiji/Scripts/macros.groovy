import ij.IJ
import ij.ImagePlus
import ij.WindowManager
import ij.measure.ResultsTable
import ij.plugin.MacroInstaller

// The macros that use the program fijibridge through exec(): nothing of Groovy is in what they do.
def table = { String name ->
    def window = WindowManager.getWindow(name)
    def rows = window.textPanel.resultsTable
    (0..<rows.size()).collect { row -> rows.headings.findAll { it }.collectEntries { [it, rows.getStringValue(it, row)] } }
}
def raw = new File(Checks.folder, 'raw')
def save = { String name, int seed -> 
    def file = new File(raw, name)
    file.parentFile.mkdirs()
    IJ.saveAsTiff(new ImagePlus(file.name, Checks.noise(64, 48, 2, 16, seed)), file.path)
}
save('one.tif', 1)
save('day 2/two.tif', 2)
new File(raw, 'broken.tif').bytes = [1, 2, 3, 4] as byte[]
new File(raw, 'notes.txt').text = 'no image'

def done = new File(Checks.folder, 'done')
Checks.report('batch', Checks.macro("setBatchMode(true); run(\"Batch Restore\", \"source=[$raw] destination=[$done] extension=.tif model=smooth parameters=sigma=1.5 keep_directories\");") +
    [rows: table('Batch Restore'), files: done.isDirectory() ? done.list().toList().sort() + (new File(done, 'day 2').list()?.toList() ?: []) : []])
if (!new File(done, 'day 2').directory) return
def restored = IJ.openImage(new File(done, 'day 2/two.tif').path)
Checks.report('restored', [size: [restored.width, restored.height, restored.stackSize, restored.bitDepth],
    info: restored.getProperty('Info') ?: '', changed: Checks.hash(restored.processor.pixels) != Checks.hash(IJ.openImage(new File(raw, 'day 2/two.tif').path).processor.pixels)])

// Again, without overwriting: every file says that it exists.
Checks.report('again', Checks.macro("setBatchMode(true); run(\"Batch Restore\", \"source=[$raw] destination=[$done] extension=.tif contains=one model=smooth keep_directories\");") + [rows: table('Batch Restore')])
Checks.report('sameFolder', Checks.macro("setBatchMode(true); run(\"Batch Restore\", \"source=[$raw] destination=[$raw]\");"))

// The button of the toolset, where there is no command Restore Image: as in a plain ImageJ.
ij.Menus.commands.remove('Restore Image')
ij.Prefs.set('fijibridge.button.model', 'smooth')
def image = new ImagePlus('cells.tif', Checks.noise(64, 48, 3, 8))
image.roi = new ij.gui.OvalRoi(5, 6, 20, 15)
image.show()
def before = Checks.describe(image)
def text = new File(Checks.folder, 'macros/toolsets/FijiBridge.ijm').text
new MacroInstaller().install(text)
IJ.log('\\Clear')
// The click is ImageJ's affair; what the button does is the function that stays when the macros are taken out.
IJ.runMacro(text.replaceAll(/(?ms)^macro .*?^\}/, '') + '\nrestoreWithProgram();')
def result = WindowManager.currentImage
Checks.report('button', [title: result.title, size: [result.width, result.height, result.stackSize], untouched: Checks.describe(image).toString() == before.toString(), log: IJ.getLog()])
Checks.closeAll()

// The example: counts of particles in the noisy, the restored and the true image of a synthetic sample.
def sample = System.getProperty('fijibridge.sample')
Checks.report('count', Checks.macro("setBatchMode(true); run(\"Count Particles\", \"folder=[$sample] smallest=8\");") + [rows: table('Count Particles')])
