package fijibridge

import groovy.transform.CompileStatic

/** Bytes of a stack, packed into frames of messages that hold them in one field, and counted. */
@CompileStatic
class MessageStream extends OutputStream {
    private static final int HEAD = 16, SIZE = 512 << 10

    private final OutputStream out
    private final ServerCall call
    private final int field
    private final byte[] buffer = new byte[HEAD + SIZE]
    private int filled = HEAD

    /** @param field the number of the field, at most 15 */
    MessageStream(OutputStream out, ServerCall call, int field) {
        this.out = out
        this.call = call
        this.field = field
    }

    @Override
    void write(int b) {
        write([(byte) b] as byte[], 0, 1)
    }

    @Override
    void write(byte[] bytes, int from, int count) {
        call.throwIfCancelled()
        int at = from, left = count
        while (left > 0) {
            int some = Math.min(left, buffer.length - filled)
            System.arraycopy(bytes, at, buffer, filled, some)
            filled += some
            at += some
            left -= some
            if (filled == buffer.length) flush()
        }
    }

    /** Sends what is gathered as one message. */
    @Override
    void flush() {
        int count = filled - HEAD
        if (count == 0) return
        int start = writeHead(count)
        out.write(buffer, start, filled - start)
        call.uploaded += count
        filled = HEAD
    }

    // Right before the bytes: flag, length of the message, tag and length of the field.
    private int writeHead(int count) {
        int digits = count < 1 << 7 ? 1 : count < 1 << 14 ? 2 : 3
        int start = HEAD - 6 - digits, message = 1 + digits + count
        buffer[start] = (byte) 0
        for (int i = 0; i < 4; i++) buffer[start + 1 + i] = (byte) (message >>> (24 - 8 * i))
        buffer[start + 5] = (byte) (field << 3 | 2)
        for (int i = 0; i < digits; i++) buffer[start + 6 + i] = (byte) (count >>> (7 * i) & 0x7F | (i + 1 < digits ? 0x80 : 0))
        start
    }
}
