import ij.IJ
import ij.ImagePlus
import ij.WindowManager
import java.awt.event.KeyEvent

// Esc while one large plane is measured, and while the figure is drawn: it ends at once, and nothing half-done is shown.
['noisy', 'restored', 'truth'].eachWithIndex { name, i -> new ImagePlus(name, Checks.noise(1200, 1200, 1, 8, i)).show() }
def attempt = { String name, String status, String options ->
    def pressed = 0L
    Thread.startDaemon {
        User.await(status) { (ij.ImageJ.statusBarText ?: '').startsWith(status) }
        pressed = System.nanoTime()
        IJ.setKeyDown(KeyEvent.VK_ESCAPE)
    }
    def run = Checks.macro("run(\"Evaluate Restoration\", \"noisy=noisy restored=restored reference=truth range=255 $options\");")
    def after = (System.nanoTime() - pressed).intdiv(1000000L)
    Checks.report(name, run + [milliseconds: pressed == 0L ? -1 : after, images: WindowManager.imageCount, table: WindowManager.getWindow('Evaluate Restoration') != null, status: ij.ImageJ.statusBarText])
}
attempt('measuring', 'Comparing plane 1', 'table')
attempt('drawing', 'Drawing the figure', '')
attempt('batch', 'Comparing plane 1', 'affine')
