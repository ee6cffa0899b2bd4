package fijibridge

import groovy.transform.CompileStatic
import java.nio.ByteBuffer
import java.nio.ByteOrder

/** Takes the bytes of the restored TIFF as they come: reads the first IFD, skips to the first plane, hands on the planes, which follow each other. */
@CompileStatic
class ResultReader {
    private final PlaneStore store
    private final ByteArrayOutputStream head = new ByteArrayOutputStream()
    private long dataOffset = -1

    /** Bytes taken so far: where to go on after the connection was lost. */
    long taken

    ResultReader(PlaneStore store) {
        this.store = store
    }

    void take(byte[] bytes, int from, int count) {
        taken += count
        if (dataOffset >= 0) {
            takePixels(bytes, taken - count, from, count)
            return
        }
        head.write(bytes, from, count)
        if (!readHead()) return
        takePixels(head.toByteArray(), 0, 0, head.size())
        head.reset()
    }

    private void takePixels(byte[] bytes, long position, int from, int count) {
        long skip = Math.max(0L, dataOffset - position)
        if (skip < count) store.write(bytes, from + (int) skip, count - (int) skip)
    }

    /** True once the first IFD is there. */
    private boolean readHead() {
        ByteBuffer bytes = ByteBuffer.wrap(head.toByteArray()).order(ByteOrder.LITTLE_ENDIAN)
        int size = bytes.capacity()
        if (size < 16) return false
        boolean big = bytes.getShort(2) == 43
        if (bytes.getShort(0) != 0x4949 || !(big || bytes.getShort(2) == 42)) throw new Failure('The server sent a result that is no TIFF: update this script or the server.')
        long ifd = big ? bytes.getLong(8) : bytes.getInt(4) & 0xFFFFFFFFL
        if (ifd + 8 > size) return false
        int fields = big ? (int) bytes.getLong((int) ifd) : bytes.getShort((int) ifd) & 0xFFFF
        int first = (int) ifd + (big ? 8 : 2)
        if (first + fields * (big ? 20 : 12) > size) return false
        Map<Integer, Long> tags = new HashMap<Integer, Long>()
        for (int i = 0; i < fields; i++) readField(bytes, first + i * (big ? 20 : 12), big, tags)
        dataOffset = tags.get(273)
        store.open(tags.get(256).intValue(), tags.get(257).intValue(), SampleType.of(tags.get(258).intValue(), tags.containsKey(339) ? tags.get(339).intValue() : 1))
        true
    }

    private static void readField(ByteBuffer bytes, int at, boolean big, Map<Integer, Long> tags) {
        int kind = bytes.getShort(at + 2), value = at + (big ? 12 : 8)
        long number = kind == 3 ? bytes.getShort(value) & 0xFFFF : kind == 16 ? bytes.getLong(value) : bytes.getInt(value) & 0xFFFFFFFFL
        tags.put(bytes.getShort(at) & 0xFFFF, number)
    }
}
