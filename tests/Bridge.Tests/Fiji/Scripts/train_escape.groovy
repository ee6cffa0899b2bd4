import ij.IJ
import ij.WindowManager
import java.awt.event.KeyEvent

// Esc in a training of an hour: what is shown meanwhile, what is asked, and what becomes of the training.
def train = { String name -> "run(\"Train Model\", \"noisy=short.tif clean=long.tif name=$name minutes=60 server=${Checks.server}\");" }
def pictures = [] as LinkedHashSet
def previewOf = { String name -> WindowManager.getImage("What $name makes of the part that was held out") }
def awaitPictures = { String name, int count ->
    User.await("$count pictures", 200) {
        def preview = previewOf(name)
        if (preview != null) pictures << Checks.hash(preview.getProcessor().pixels)
        pictures.size() >= count
    }
}
/** Does something beside the macro; what goes wrong there is reported. */
def beside = { Closure action ->
    Thread.startDaemon {
        try { action() } catch (Throwable e) { Checks.report('fault', e.toString()) }
    }
}
def escape = { int button ->
    IJ.setKeyDown(KeyEvent.VK_ESCAPE)
    def question = User.dialog('Train Model')
    def labels = question.buttons.findAll { it != null }.collect { it.label.trim() }
    User.press(question, button)
    User.await('the answer') { !question.visible }
    labels
}
def show = { [Cells.stack('short.tif', 50, 1), Cells.stack('long.tif', 0, 1)].each { it.show() } }

// Go on first, then keep the best.
show()
beside {
    awaitPictures('kept', 2)
    Checks.report('asked', escape(1))
    awaitPictures('kept', 3)
    Checks.report('windows', WindowManager.imageTitles.toList())
    Checks.report('status', ij.ImageJ.statusBarText)
    escape(0)
}
Checks.report('kept', Checks.macro(train('kept') + 'print("current " + getTitle());'))
Checks.closeAll()

// Throw away.
show()
beside {
    User.await('a picture', 200) { previewOf('thrown') != null }
    escape(2)
}
Checks.report('thrown', Checks.macro(train('thrown')))
Checks.closeAll()

// In batch mode nobody is asked.
show()
beside {
    User.await('the training', 200) { (ij.ImageJ.statusBarText ?: '').startsWith('Training: step') }
    IJ.setKeyDown(KeyEvent.VK_ESCAPE)
}
Checks.report('batch', Checks.macro('setBatchMode(true); ' + train('batch')) + [images: WindowManager.imageTitles.toList()])
Checks.closeAll()

// While the stacks are sent there is nothing to keep; they are free again.
def slow = ['short.tif', 'long.tif'].collect { new ij.ImagePlus(it, new SlowStack(10000)) }
slow.each { it.show() }
beside {
    User.await('the upload', 200) { (ij.ImageJ.statusBarText ?: '') ==~ /Uploading [1-9].*/ }
    Checks.report('askedEarly', escape(0))
}
Checks.report('upload', Checks.macro(train('upload')) + [locked: slow.any { it.locked }])
