package fijibridge

import groovy.transform.CompileStatic
import java.util.concurrent.CopyOnWriteArrayList

/** One training: sends the pairs, then gathers what the server tells. */
@CompileStatic
class TrainCall extends ServerCall {
    private final TrainOptions options
    private final TrainingPairs pairs
    private long replies
    private long lastStep

    final Curve losses = new Curve(), figures = new Curve()
    /** What was done to the images, and what the user should know; each once. */
    final List<String> notices = new CopyOnWriteArrayList<String>()
    final long totalBytes
    /** A PNG picture of the last validation; null before the first. */
    volatile byte[] preview

    TrainCall(GrpcWeb server, TrainOptions options, TrainingPairs pairs) {
        super(server, 'Training', 'Train')
        this.options = options
        this.pairs = pairs
        totalBytes = pairs.totalBytes
    }

    /** Ends the training; its best network so far becomes the model. */
    void keepBest() {
        server.unary('Training/Cancel', new ProtoWriter().text(1, id).number(2, 1))
    }

    @Override
    protected void write(OutputStream out) {
        out.write(GrpcWeb.frame(new ProtoWriter().message(1, options.settings()).toBytes()))
        pairs.writeTo(new PairUpload(out, this))
    }

    /** Asks the server whether it takes the training; its reasons where it does not. */
    static void check(GrpcWeb server, TrainOptions options, TrainingPairs pairs) {
        List<String> complaints = server.unary('Training/Check', new ProtoWriter().message(1, options.settings()).number(2, pairs.files).number(3, pairs.totalBytes)).texts(2)
        if (complaints) throw new Failure(complaints.join(' '), Failure.REFUSED)
    }

    /** A server that refuses before it has everything cannot be heard: it is asked once more. */
    @Override
    protected Failure refused(IOException cause) {
        try {
            check(server, options, pairs)
        } catch (Failure reason) {
            // A server that is gone is told by the first cause.
            if (reason.status >= 0) return reason
        }
        super.refused(cause)
    }

    @Override
    protected ProtoWriter watching() {
        new ProtoWriter().text(1, id)
    }

    @Override
    protected long getArrived() { replies }

    @Override
    protected Failure lost(IOException cause) {
        if (id == null) return refused(cause)
        new Failure('The connection to the server ' + server.address + ' was lost during the training (' + cause.message +
            '): the training goes on there, and its model will be in the list of Restore Image.', -1, cause)
    }

    @Override
    protected void take(FrameReader frames) {
        replies++
        ProtoMessage reply = new ProtoMessage(frames.payload, 0, frames.length)
        if (reply.has(1)) id = reply.message(1).text(1)
        if (reply.has(2)) hear(reply.message(2))
        if (reply.has(3)) done = reply.message(3)
    }

    private void hear(ProtoMessage now) {
        for (String notice : now.texts(17)) if (!notices.contains(notice)) notices.add(notice)
        long step = now.number(6)
        if (step > lastStep) losses.add((double) step, now.decimal(8))
        if (now.has(16)) {
            figures.add((double) step, now.decimal(9))
            preview = now.bytes(16)
        }
        lastStep = Math.max(step, lastStep)
        progress = now
    }
}
