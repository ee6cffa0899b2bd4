import ij.IJ
import ij.ImagePlus
import ij.VirtualStack
import ij.gui.NewImage
import ij.process.ImageProcessor
import ij.process.ShortProcessor
import java.awt.event.KeyEvent

/** A stack as from a slow disk: its planes take their time. */
class SlowStack extends VirtualStack {
    SlowStack() { super(64, 64, null, null) }
    ImageProcessor getProcessor(int n) { Thread.sleep(n == 1 ? 0 : 5); new ShortProcessor(64, 64) }
    Object getPixels(int n) { getProcessor(n).pixels }
    int getSize() { 100000 }
    int size() { 100000 }
    int getBitDepth() { 16 }
    String getSliceLabel(int n) { null }
}

// The test says when the server's job is where it wants it; then Esc is pressed here.
['upload', 'queue', 'restoring', 'download'].each { phase ->
    Checks.await('start-' + phase)
    def image = phase == 'upload' ? new ImagePlus('slow', new SlowStack()) : NewImage.createShortImage('cells', 64, 48, 4, NewImage.FILL_RAMP)
    image.show()
    def pressed = 0L
    Thread.start {
        Checks.await('press-' + phase)
        pressed = System.nanoTime()
        IJ.setKeyDown(KeyEvent.VK_ESCAPE)
    }
    def run = Checks.macro("run(\"Restore Image\", \"server=${Checks.server} model=pass-through\");")
    Checks.report(phase, run + [milliseconds: (System.nanoTime() - pressed).intdiv(1000000L),
        images: ij.WindowManager.imageCount, locked: image.locked])
    Checks.signal('ended-' + phase)
    image.changes = false
    image.close()
}
