package fijibridge

import groovy.transform.CompileStatic
import java.security.MessageDigest

/**
 * One restoration, on a thread of its own: sends the stack, then reads progress and result. Everything is sent before anything is read, since
 * Java's HTTP client can do no more. A connection that breaks after the upload is taken up again where it broke.
 */
@CompileStatic
class RestoreCall implements Runnable {
    private static final int[] PAUSES_MS = [250, 1000, 2000, 4000]
    private static final int DATA = 3

    private final GrpcWeb server
    private final StackUpload upload
    private final ProtoWriter header
    private final PlaneStore store
    private final MessageDigest digest = MessageDigest.getInstance('SHA-256')
    private ResultReader reader
    /** Which making of the result it is: the server makes it anew after a crash. */
    private long making

    volatile boolean cancelled
    volatile long uploaded
    volatile long resultBytes
    volatile long received
    volatile String jobId
    /** The latest Progress, null before the first. */
    volatile ProtoMessage progress
    volatile ProtoMessage done
    volatile Throwable failure

    RestoreCall(GrpcWeb server, StackUpload upload, ProtoWriter header, PlaneStore store) {
        this.server = server
        this.upload = upload
        this.header = header
        this.store = store
        reader = new ResultReader(store)
    }

    @Override
    void run() {
        try {
            follow(send())
            verify()
        } catch (Throwable e) {
            failure = e
        }
    }

    void throwIfCancelled() {
        if (cancelled) throw new Cancelled()
    }

    /** Ends the job on the server; the worker sees the flag between two messages. */
    void cancel() {
        cancelled = true
        release()
    }

    /** Tells the server that nothing more is wanted of the job; it deletes what it holds. */
    void release() {
        String job = jobId
        if (job == null) return
        try {
            server.unary('Restoration/Cancel', new ProtoWriter().text(1, job))
        } catch (Failure ignored) {
            // The server deletes results that nobody fetches by itself.
        }
    }

    private HttpURLConnection send() {
        HttpURLConnection connection = server.openStream('Restoration/Restore')
        boolean sent = false
        OutputStream out = null
        try {
            out = connection.outputStream
            out.write(GrpcWeb.frame(new ProtoWriter().message(1, header).toBytes()))
            upload.writeTo(new MessageStream(out, this))
            out.close()
            sent = true
            connection
        } catch (IOException e) {
            out = null
            throw Failure.network(server.address, uploaded == 0L && e instanceof ConnectException ? null : 'during the upload', e)
        } finally {
            if (!sent && out != null) giveUp(connection, out)
            if (!sent) connection.disconnect()
        }
    }

    /**
     * An upload that just ends waits on the server for its client to come back. The job's id is not known before the first reply, but a second
     * header, which may not be, ends the job.
     */
    private void giveUp(HttpURLConnection connection, OutputStream out) {
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

    private void follow(HttpURLConnection first) {
        HttpURLConnection connection = first
        int broken = 0
        while (done == null) {
            long before = received
            IOException lost = null
            try {
                read(connection)
            } catch (IOException e) {
                lost = e
            } finally {
                connection.disconnect()
            }
            if (lost == null) continue
            throwIfCancelled()
            if (received > before) broken = 0
            if (jobId == null || broken == PAUSES_MS.length) throw Failure.network(server.address, 'during the restoration', lost)
            Thread.sleep(PAUSES_MS[broken++])
            connection = watch()
        }
    }

    private HttpURLConnection watch() {
        HttpURLConnection connection = server.openStream('Restoration/Watch')
        try {
            OutputStream out = connection.outputStream
            out.write(GrpcWeb.frame(new ProtoWriter().text(1, jobId).number(2, received).number(3, making).toBytes()))
            out.close()
        } catch (IOException ignored) {
            // Reading the reply tells it again.
        }
        connection
    }

    private void read(HttpURLConnection connection) {
        FrameReader frames = server.reply(connection)
        while (frames.next()) {
            throwIfCancelled()
            take(frames)
        }
        if (done == null) throw new EOFException('the reply ended before the result was whole')
    }

    private void take(FrameReader frames) {
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
        jobId = accepted.text(1)
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

    private void verify() {
        String sum = String.format('%064x', new BigInteger(1, digest.digest()))
        if (received != done.number(1) || sum != done.text(2)) throw new Failure('The result was damaged on the way from ' + server.address + ': restore again.')
    }
}
