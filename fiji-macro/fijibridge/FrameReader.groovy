package fijibridge

import groovy.transform.CompileStatic

/**
 * The frames of a gRPC-Web body: a flag, the length in four bytes, the payload; the frame with flag 0x80 holds the trailers and is the last.
 * Reads the stream itself without a buffer, because BufferedInputStream makes Java's HTTP client read ahead without bound.
 */
@CompileStatic
class FrameReader {
    private static final int MAX_FRAME = 64 << 20

    private final InputStream input
    private final byte[] header = new byte[5]

    /** The payload of the last frame: the first [length] bytes, overwritten by the next. */
    byte[] payload = new byte[300 << 10]
    int length

    FrameReader(InputStream input) {
        this.input = input
    }

    /** True when [payload] holds a message; false after the trailers, which raise the failure that they tell of. */
    boolean next() {
        fill(header, 5)
        length = (header[1] & 0xFF) << 24 | (header[2] & 0xFF) << 16 | (header[3] & 0xFF) << 8 | (header[4] & 0xFF)
        if (length < 0 || length > MAX_FRAME) throw new IOException('the reply is not gRPC-Web')
        if (length > payload.length) payload = new byte[length]
        fill(payload, length)
        if ((header[0] & 0x80) == 0) return true
        check(trailers())
        false
    }

    /** Raises the failure that a status stands for. */
    static void check(Map<String, String> trailers) {
        String status = trailers.get('grpc-status')
        if (status == null || status == '0') return
        String told = trailers.get('grpc-message')
        throw new Failure(told ? decode(told) : 'The server refused (gRPC status ' + status + ').', Integer.parseInt(status))
    }

    // Percent-encoding; a plus is a plus, unlike in forms.
    private static String decode(String text) {
        URLDecoder.decode(text.replace('+', '%2B'), 'UTF-8')
    }

    private Map<String, String> trailers() {
        Map<String, String> map = new HashMap<String, String>()
        for (String line : new String(payload, 0, length, 'ISO-8859-1').split('\r\n')) {
            int colon = line.indexOf(':')
            if (colon > 0) map.put(line.substring(0, colon).trim().toLowerCase(), line.substring(colon + 1).trim())
        }
        map
    }

    private void fill(byte[] target, int count) {
        int got = 0
        while (got < count) {
            int more = input.read(target, got, count - got)
            if (more < 0) throw new EOFException('the reply ended too early')
            got += more
        }
    }
}
