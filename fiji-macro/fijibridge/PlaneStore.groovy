package fijibridge

import groovy.transform.CompileStatic
import ij.IJ
import ij.ImageStack

/**
 * The planes of the result as they come: in memory, or in a file where they do not fit. Three planes of an RGB image become one again when
 * they are 8-bit.
 */
@CompileStatic
class PlaneStore {
    private static final double SHARE_OF_FREE_MEMORY = 0.7

    private final long planes
    private final boolean fromRgb
    private final List<Object> arrays = new ArrayList<Object>()
    private byte[] plane
    private int filled
    private long taken
    private OutputStream sink
    private File file
    private SampleType type

    int width, height

    /** @param planes how many will come, three for each of an RGB image */
    PlaneStore(long planes, boolean fromRgb) {
        this.planes = planes
        this.fromRgb = fromRgb
    }

    boolean isRgb() { fromRgb && type == SampleType.UINT8 }

    boolean isOnDisk() { file != null }

    SampleType getType() { type }

    /** Where the planes are that do not fit into memory. */
    File getFile() { file }

    void open(int width, int height, SampleType type) {
        this.width = width
        this.height = height
        this.type = type
        long free = Runtime.runtime.maxMemory() - IJ.currentMemory()
        if (planes * planeBytes() < SHARE_OF_FREE_MEMORY * free) {
            plane = new byte[planeBytes()]
            return
        }
        try {
            file = File.createTempFile('fijibridge-', '.raw')
            file.deleteOnExit()
            sink = new FileOutputStream(file)
        } catch (IOException e) {
            throw noRoom(e)
        }
    }

    void write(byte[] bytes, int from, int count) {
        taken += count
        if (sink != null) {
            try {
                sink.write(bytes, from, count)
            } catch (IOException e) {
                throw noRoom(e)
            }
            return
        }
        int at = from, left = count
        while (left > 0) {
            int some = Math.min(left, plane.length - filled)
            System.arraycopy(bytes, at, plane, filled, some)
            filled += some
            at += some
            left -= some
            if (filled == plane.length) keepPlane()
        }
    }

    /** The stack, once everything is there. */
    ImageStack toStack() {
        if (type == null || taken != planes * planeBytes()) throw new Failure('The result has ' + taken + ' bytes of pixels, and ' + planes + ' planes were expected: update this script or the server.')
        sink?.close()
        if (onDisk) return new DiskStack(file, width, height, type, (int) (rgb ? planes.intdiv(3) : planes), rgb)
        ImageStack stack = new ImageStack(width, height)
        for (Object pixels : arrays) stack.addSlice(null, pixels)
        stack
    }

    /** Forgets everything; it can be filled anew. */
    void discard() {
        arrays.clear()
        taken = 0
        filled = 0
        sink?.close()
        sink = null
        file?.delete()
        file = null
    }

    // Not to be taken for a lost connection, which would be tried again.
    private static Failure noRoom(IOException cause) {
        new Failure('The result does not fit into memory, and cannot be written into the folder for temporary files, ' + System.getProperty('java.io.tmpdir') + ' (' + cause.message + '): make room there, or restore a part of the stack.')
    }

    private int planeBytes() {
        long bytes = type == null ? 1L : (long) width * height * type.bytes
        if (bytes > Integer.MAX_VALUE - 16) throw new Failure('A plane of the result has ' + width + ' x ' + height + ' pixels, more than ImageJ can hold.')
        (int) bytes
    }

    private void keepPlane() {
        arrays.add(type.decode(plane))
        filled = 0
        int last = arrays.size() - 1
        if (!rgb || last < 2 || !(arrays.get(last - 2) instanceof byte[])) return
        int[] merged = merge((byte[]) arrays.get(last - 2), (byte[]) arrays.get(last - 1), (byte[]) arrays.get(last))
        for (int i = 0; i < 3; i++) arrays.remove(arrays.size() - 1)
        arrays.add(merged)
    }

    static int[] merge(byte[] red, byte[] green, byte[] blue) {
        int[] colours = new int[red.length]
        for (int i = 0; i < colours.length; i++) colours[i] = 0xFF000000 as int | (red[i] & 0xFF) << 16 | (green[i] & 0xFF) << 8 | (blue[i] & 0xFF)
        colours
    }
}
