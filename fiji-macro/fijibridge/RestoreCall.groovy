package fijibridge

import groovy.transform.CompileStatic
import java.security.MessageDigest

/** One restoration: sends the stack, then reads progress and result. */
@CompileStatic
class RestoreCall extends ServerCall {
    private static final int DATA = 3

    private final StackUpload upload
    private final ProtoWriter header
    private final PlaneStore store
    private final MessageDigest digest = MessageDigest.getInstance('SHA-256')
    private ResultReader reader
    /** Which making of the result it is: the server makes it anew after a crash. */
    private long making

    volatile long resultBytes
    volatile long received

    RestoreCall(GrpcWeb server, StackUpload upload, ProtoWriter header, PlaneStore store) {
        super(server, 'Restoration', 'Restore')
        this.upload = upload
        this.header = header
        this.store = store
        reader = new ResultReader(store)
    }

    @Override
    long getTotalBytes() { upload.totalBytes }

    @Override
    protected void write(OutputStream out) {
        out.write(GrpcWeb.frame(new ProtoWriter().message(1, header).toBytes()))
        upload.writeTo(new MessageStream(out, this, 2))
    }

    /**
     * An upload that just ends waits on the server for its client to come back. The job's id is not known before the first reply, but a second
     * header, which may not be, ends the job.
     */
    @Override
    protected void giveUp(HttpURLConnection connection, OutputStream out) {
        try {
            connection.readTimeout = 3000
            out.write(GrpcWeb.frame(new ProtoWriter().message(1, new ProtoWriter()).toBytes()))
            out.close()
            FrameReader frames = server.reply(connection)
            while (frames.next()) {
            }
        } catch (IOException | Failure ignored) {
            // The refusal was asked for; where nothing comes back, the server forgets the job after some minutes.
        }
    }

    @Override
    protected ProtoWriter watching() {
        new ProtoWriter().text(1, id).number(2, received).number(3, making)
    }

    @Override
    protected long getArrived() { received }

    @Override
    protected Failure lost(IOException cause) {
        Failure.network(server.address, 'during the restoration', cause)
    }

    @Override
    protected void take(FrameReader frames) {
        byte[] bytes = frames.payload
        if (frames.length > 0 && bytes[0] == (byte) (DATA << 3 | 2)) {
            int at = 1
            while (bytes[at++] < 0) {
            }
            digest.update(bytes, at, frames.length - at)
            reader.take(bytes, at, frames.length - at)
            received = reader.taken
            return
        }
        ProtoMessage reply = new ProtoMessage(bytes, 0, frames.length)
        if (reply.has(1)) accept(reply.message(1))
        if (reply.has(2)) progress = reply.message(2)
        if (reply.has(4)) done = reply.message(4)
    }

    private void accept(ProtoMessage accepted) {
        id = accepted.text(1)
        resultBytes = accepted.number(2)
        if (making != 0 && accepted.number(3) != making && received > 0) restart()
        making = accepted.number(3)
    }

    /** The result was made anew and comes from its beginning. */
    private void restart() {
        store.discard()
        digest.reset()
        reader = new ResultReader(store)
        received = 0
    }

    @Override
    protected void finish() {
        String sum = String.format('%064x', new BigInteger(1, digest.digest()))
        if (received != done.number(1) || sum != done.text(2)) throw new Failure('The result was damaged on the way from ' + server.address + ': restore again.')
    }
}
