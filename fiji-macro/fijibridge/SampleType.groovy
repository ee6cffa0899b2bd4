package fijibridge

import groovy.transform.CompileStatic
import ij.ImagePlus
import java.nio.ByteBuffer
import java.nio.ByteOrder

/** How the samples of a plane travel: OME's name, bytes for each, and the TIFF SampleFormat; and the way to ImageJ's arrays and back. */
@CompileStatic
enum SampleType {
    UINT8('uint8', 1, 1), UINT16('uint16', 2, 1), INT16('int16', 2, 2), FLOAT('float', 4, 3)

    final String omeName
    final int bytes, format

    SampleType(String omeName, int bytes, int format) {
        this.omeName = omeName
        this.bytes = bytes
        this.format = format
    }

    /** ImageJ keeps signed 16-bit samples 32768 higher, with a calibration that says so. */
    static SampleType of(ImagePlus image) {
        int depth = image.bitDepth
        if (depth == 32) return FLOAT
        if (depth != 16) return UINT8
        image.calibration.isSigned16Bit() ? INT16 : UINT16
    }

    static SampleType of(int bits, int format) {
        for (SampleType type : values()) if (type.bytes * 8 == bits && type.format == format) return type
        throw new Failure('The server sent samples of ' + bits + ' bits (SampleFormat ' + format + '), which this script does not know: update it.')
    }

    /** Little-endian samples from an array of ImageJ. */
    void encode(Object pixels, int from, int count, byte[] target) {
        ByteBuffer buffer = ByteBuffer.wrap(target).order(ByteOrder.LITTLE_ENDIAN)
        if (this == UINT8) buffer.put((byte[]) pixels, from, count)
        else if (this == FLOAT) buffer.asFloatBuffer().put((float[]) pixels, from, count)
        else buffer.asShortBuffer().put((short[]) pixels, from, count)
        if (this == INT16) turnSign(target, count)
    }

    /** An array of ImageJ from little-endian samples. */
    Object decode(byte[] plane) {
        ByteBuffer buffer = ByteBuffer.wrap(plane).order(ByteOrder.LITTLE_ENDIAN)
        if (this == UINT8) return Arrays.copyOf(plane, plane.length)
        if (this == FLOAT) {
            float[] floats = new float[plane.length >> 2]
            buffer.asFloatBuffer().get(floats)
            return floats
        }
        short[] shorts = new short[plane.length >> 1]
        if (this == INT16) turnSign(plane, shorts.length)
        buffer.asShortBuffer().get(shorts)
        shorts
    }

    private static void turnSign(byte[] samples, int count) {
        for (int i = 1; i < 2 * count; i += 2) samples[i] = (byte) (samples[i] ^ 0x80)
    }
}
