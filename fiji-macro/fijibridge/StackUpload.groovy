package fijibridge

import groovy.transform.CompileStatic
import ij.ImagePlus
import ij.ImageStack
import ij.measure.Calibration
import java.nio.ByteBuffer
import java.nio.ByteOrder

/**
 * The selected planes as an OME-TIFF that is made while it is sent: header, OME-XML, all IFDs, then the planes. One plane is in memory at a
 * time, so that virtual stacks of any size go through. RGB becomes three channels.
 */
@CompileStatic
class StackUpload {
    private static final int CLASSIC_IFD = 2 + 10 * 12 + 4, BIG_IFD = 8 + 10 * 20 + 8, BLOCK = 1 << 16

    private final ImagePlus image
    private final Selection part
    private final byte[] xml
    private final boolean big
    private final long planeBytes, firstIfd, dataOffset

    final SampleType type
    final boolean rgb
    final int channels
    final long planes, totalBytes

    StackUpload(ImagePlus image, Selection part) {
        this.image = image
        this.part = part
        rgb = image.bitDepth == 24
        type = SampleType.of(image)
        channels = part.channels * (rgb ? 3 : 1)
        planes = (long) part.planes * (rgb ? 3 : 1)
        xml = (omeXml() + '\0').getBytes('UTF-8')
        planeBytes = (long) part.width * part.height * type.bytes
        big = planes * (planeBytes + CLASSIC_IFD) + xml.length + 64 >= 0xFFFFFFFFL
        firstIfd = aligned((big ? 16 : 8) + xml.length)
        dataOffset = aligned(firstIfd + planes * (big ? BIG_IFD : CLASSIC_IFD))
        totalBytes = dataOffset + planes * planeBytes
    }

    /** What Check and the header of Restore tell of it. */
    ProtoWriter summary() {
        new ProtoWriter().number(1, totalBytes).number(2, part.width).number(3, part.height)
            .number(4, channels).number(5, part.slices).number(6, part.frames).text(7, type.omeName)
    }

    void writeTo(OutputStream out) {
        writeHead(out)
        ImageStack stack = image.getStack()
        for (int index : part.stackIndices(image)) {
            Object pixels = stack.getPixels(index)
            if (rgb) for (int shift = 16; shift >= 0; shift -= 8) writePlane(channel((int[]) pixels, shift), out)
            else writePlane(pixels, out)
        }
        out.flush()
    }

    private void writePlane(Object pixels, OutputStream out) {
        byte[] block = new byte[BLOCK * type.bytes]
        if (part.width == image.width) {
            writeRun(pixels, part.y * image.width, part.width * part.height, block, out)
        } else {
            for (int y = part.y; y < part.y + part.height; y++) writeRun(pixels, y * image.width + part.x, part.width, block, out)
        }
    }

    private void writeRun(Object pixels, int from, int count, byte[] block, OutputStream out) {
        for (int done = 0; done < count; done += BLOCK) {
            int samples = Math.min(BLOCK, count - done)
            type.encode(pixels, from + done, samples, block)
            out.write(block, 0, samples * type.bytes)
        }
    }

    private static byte[] channel(int[] colours, int shift) {
        byte[] channel = new byte[colours.length]
        for (int i = 0; i < colours.length; i++) channel[i] = (byte) (colours[i] >> shift)
        channel
    }

    private void writeHead(OutputStream out) {
        ByteBuffer head = ByteBuffer.allocate((int) firstIfd).order(ByteOrder.LITTLE_ENDIAN)
        head.put((byte) 73).put((byte) 73).putShort((short) (big ? 43 : 42))
        if (big) head.putShort((short) 8).putShort((short) 0).putLong(firstIfd)
        else head.putInt((int) firstIfd)
        head.put(xml)
        out.write(head.array())
        for (long plane = 0; plane < planes; plane++) out.write(directory(plane))
        out.write(new byte[(int) (dataOffset - firstIfd - planes * (big ? BIG_IFD : CLASSIC_IFD))])
    }

    private byte[] directory(long plane) {
        ByteBuffer ifd = ByteBuffer.allocate(big ? BIG_IFD : CLASSIC_IFD).order(ByteOrder.LITTLE_ENDIAN)
        if (big) ifd.putLong(10) else ifd.putShort((short) 10)
        field(ifd, 256, 4, part.width)
        field(ifd, 257, 4, part.height)
        field(ifd, 258, 3, type.bytes * 8)
        field(ifd, 259, 3, 1)
        field(ifd, 262, 3, 1)
        // The description belongs to the first page; the others say FillOrder = 1, the default, in its place: all IFDs are of one size.
        if (plane == 0) text(ifd, 270, xml.length, big ? 16 : 8) else field(ifd, 266, 3, 1)
        field(ifd, 273, big ? 16 : 4, dataOffset + plane * planeBytes)
        field(ifd, 278, 4, part.height)
        field(ifd, 279, big ? 16 : 4, planeBytes)
        field(ifd, 339, 3, type.format)
        long next = plane + 1 < planes ? firstIfd + (plane + 1) * ifd.capacity() : 0L
        if (big) ifd.putLong(next) else ifd.putInt((int) next)
        ifd.array()
    }

    private void field(ByteBuffer ifd, int tag, int kind, long value) {
        ifd.putShort((short) tag).putShort((short) kind)
        if (big) ifd.putLong(1).putLong(value)
        else ifd.putInt(1).putInt((int) value)
    }

    private void text(ByteBuffer ifd, int tag, int count, long offset) {
        ifd.putShort((short) tag).putShort((short) 2)
        if (big) ifd.putLong(count).putLong(offset)
        else ifd.putInt(count).putInt((int) offset)
    }

    private static long aligned(long offset) {
        offset + 15 & ~15L
    }

    private String omeXml() {
        StringBuilder xml = new StringBuilder('<?xml version="1.0" encoding="UTF-8"?><OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06">')
        xml.append('<Image ID="Image:0"><Pixels ID="Pixels:0" DimensionOrder="XYCZT" Type="').append(type.omeName).append('"')
        xml.append(attribute('SizeX', part.width)).append(attribute('SizeY', part.height))
        xml.append(attribute('SizeC', channels)).append(attribute('SizeZ', part.slices)).append(attribute('SizeT', part.frames))
        xml.append(physicalSizes()).append('>')
        for (int c = 0; c < channels; c++) xml.append('<Channel ID="Channel:0:').append(c).append('" SamplesPerPixel="1"/>')
        xml.append('<TiffData IFD="0" PlaneCount="').append(planes).append('"/></Pixels></Image></OME>').toString()
    }

    private String physicalSizes() {
        Calibration scale = image.calibration
        String unit = ['\u00b5m': '\u00b5m', 'um': '\u00b5m', 'micron': '\u00b5m', 'microns': '\u00b5m', 'nm': 'nm', 'mm': 'mm'].get(scale.unit)
        String sizes = unit == null ? '' : attribute('PhysicalSizeX', scale.pixelWidth) + attribute('PhysicalSizeXUnit', unit) +
            attribute('PhysicalSizeY', scale.pixelHeight) + attribute('PhysicalSizeYUnit', unit) +
            attribute('PhysicalSizeZ', scale.pixelDepth) + attribute('PhysicalSizeZUnit', unit)
        scale.frameInterval > 0 ? sizes + attribute('TimeIncrement', scale.frameInterval) : sizes
    }

    private static String attribute(String name, Object value) {
        ' ' + name + '="' + value + '"'
    }
}
