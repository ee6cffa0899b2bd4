import ij.IJ
import ij.ImagePlus
import ij.gui.NewImage
import java.awt.event.KeyEvent

// The test says when the server's job is where it wants it; then Esc is pressed here.
['upload', 'queue', 'restoring', 'download'].each { phase ->
    Checks.await('start-' + phase)
    def image = phase == 'upload' ? new ImagePlus('slow', new SlowStack(100000)) : NewImage.createShortImage('cells', 64, 48, 4, NewImage.FILL_RAMP)
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
