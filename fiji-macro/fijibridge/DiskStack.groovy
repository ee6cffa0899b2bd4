package fijibridge

import groovy.transform.CompileStatic
import ij.VirtualStack
import ij.process.ByteProcessor
import ij.process.ColorProcessor
import ij.process.FloatProcessor
import ij.process.ImageProcessor
import ij.process.ShortProcessor

/** A stack whose planes are read from a temporary file when they are looked at; changes of pixels are not kept. */
@CompileStatic
class DiskStack extends VirtualStack {
    private final File file
    private final int width, height, planes
    private final SampleType type
    private final boolean rgb
    private final String[] labels

    /** What the samples in the file stand for, where the planes are to be of values; null: they are as they are. */
    SampleValues values

    DiskStack(File file, int width, int height, SampleType type, int planes, boolean rgb) {
        super(width, height, null, null)
        this.file = file
        this.width = width
        this.height = height
        this.type = type
        this.planes = planes
        this.rgb = rgb
        labels = new String[planes]
    }

    @Override
    synchronized ImageProcessor getProcessor(int n) {
        if (rgb) return new ColorProcessor(width, height, PlaneStore.merge((byte[]) read(3 * n - 2), (byte[]) read(3 * n - 1), (byte[]) read(3 * n)))
        Object pixels = read(n)
        if (pixels instanceof byte[]) return new ByteProcessor(width, height, (byte[]) pixels)
        if (pixels instanceof short[]) return new ShortProcessor(width, height, (short[]) pixels, null)
        values?.apply((float[]) pixels)
        new FloatProcessor(width, height, (float[]) pixels)
    }

    private Object read(int n) {
        byte[] bytes = new byte[width * height * type.bytes]
        // Not kept open: Windows deletes no file that somebody has open, not even when ImageJ ends.
        RandomAccessFile open = new RandomAccessFile(file, 'r')
        try {
            open.seek((n - 1) * (long) bytes.length)
            open.readFully(bytes)
        } finally {
            open.close()
        }
        type.decode(bytes)
    }

    @Override
    Object getPixels(int n) { getProcessor(n).pixels }

    @Override
    int getSize() { planes }

    @Override
    int size() { planes }

    @Override
    int getBitDepth() { rgb ? 24 : type.bytes * 8 }

    @Override
    String getSliceLabel(int n) { labels[n - 1] }

    @Override
    void setSliceLabel(String label, int n) { labels[n - 1] = label }
}
