import fijibridge.FrameReader
import fijibridge.GrpcWeb
import fijibridge.PlaneStore
import fijibridge.ProtoMessage
import fijibridge.ProtoWriter
import fijibridge.RestoreCall
import fijibridge.StackUpload
import groovy.transform.CompileStatic

/** A restoration whose result is asked for only when it is whole, so that the way there, the work and the way back are told apart. */
@CompileStatic
class HeldCall extends RestoreCall {
    private static final int DONE = 4, FAILED = 5

    private final long begun = System.nanoTime()
    private long sent, restored, asked, back

    HeldCall(GrpcWeb server, StackUpload upload, ProtoWriter header, PlaneStore store) {
        super(server, upload, header, store)
    }

    double getSecondsThere() { (sent - begun) / 1e9d }

    double getSecondsOfWork() { (restored - sent) / 1e9d }

    double getSecondsBack() { (back - asked) / 1e9d }

    @Override
    protected void take(FrameReader frames) {
        super.take(frames)
        if (restored != 0L) return
        sent = System.nanoTime()
        while (!whole()) Thread.sleep(5)
        restored = System.nanoTime()
        // A connection that breaks is taken up again.
        throw new IOException('the result is whole')
    }

    @Override
    protected ProtoWriter watching() {
        asked = System.nanoTime()
        super.watching()
    }

    @Override
    protected void finish() {
        super.finish()
        back = System.nanoTime()
    }

    private boolean whole() {
        ProtoMessage job = server.unary('Restoration/GetJob', new ProtoWriter().text(1, id))
        if (job.number(2) >= FAILED) throw new IllegalStateException(job.text(12))
        job.number(2) == DONE
    }
}
