import ij.VirtualStack
import ij.process.ImageProcessor
import ij.process.ShortProcessor

/** A stack as from a slow disk: its planes take their time. */
class SlowStack extends VirtualStack {
    private final int planes

    SlowStack(int planes) {
        super(64, 64, null, null)
        this.planes = planes
    }

    ImageProcessor getProcessor(int n) { Thread.sleep(n == 1 ? 0 : 5); new ShortProcessor(64, 64) }
    Object getPixels(int n) { getProcessor(n).pixels }
    int getSize() { planes }
    int size() { planes }
    int getBitDepth() { 16 }
    String getSliceLabel(int n) { null }
}
