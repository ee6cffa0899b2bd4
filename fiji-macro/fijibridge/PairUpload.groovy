package fijibridge

import groovy.transform.CompileStatic

/** The files of a training on their way to the server. */
@CompileStatic
class PairUpload {
    private static final int FILE = 2, DATA = 3

    private final OutputStream out
    private final ServerCall call

    PairUpload(OutputStream out, ServerCall call) {
        this.out = out
        this.call = call
    }

    /**
     * Tells of the next file; its bytes follow in the stream, which is flushed at the end.
     * @param pair what messages call the pair; equal for its two files
     * @param field the field of view; empty: every pair is one of its own
     */
    OutputStream begin(String pair, String field, boolean clean) {
        ProtoWriter file = new ProtoWriter().text(2, pair).number(3, clean ? 1 : 0).text(4, field)
        out.write(GrpcWeb.frame(new ProtoWriter().message(FILE, file).toBytes()))
        new MessageStream(out, call, DATA)
    }
}
