package fijibridge

import groovy.transform.CompileStatic

/**
 * A call that sends images and then follows the work on the server, on a thread of its own. Everything is sent before anything is read, since
 * Java's HTTP client can do no more. A connection that breaks after the upload is taken up again where it broke.
 */
@CompileStatic
abstract class ServerCall implements Runnable {
    private static final int[] PAUSES_MS = [250, 1000, 2000, 4000]

    protected final GrpcWeb server
    private final String service, method

    volatile boolean cancelled
    volatile long uploaded
    /** What the server calls the work; null before it has said so. */
    volatile String id
    /** The latest progress, null before the first. */
    volatile ProtoMessage progress
    volatile ProtoMessage done
    volatile Throwable failure

    /** @param service the service whose calls Watch and Cancel belong to the method */
    protected ServerCall(GrpcWeb server, String service, String method) {
        this.server = server
        this.service = service
        this.method = method
    }

    /** Bytes of all files that are sent. */
    abstract long getTotalBytes()

    /** Sends every message of the call. */
    protected abstract void write(OutputStream out)

    /** The request with which the work is taken up again. */
    protected abstract ProtoWriter watching()

    /** Takes one message of the reply. */
    protected abstract void take(FrameReader frames)

    /** Grows with whatever arrives. */
    protected abstract long getArrived()

    /** What the user is told when the connection is gone for good after the upload. */
    protected abstract Failure lost(IOException cause)

    /** Called when everything has arrived. */
    protected void finish() {
    }

    /** The upload has stopped halfway. */
    protected void giveUp(HttpURLConnection connection, OutputStream out) {
    }

    @Override
    void run() {
        try {
            follow(send())
            finish()
        } catch (Throwable e) {
            failure = e
        }
    }

    void throwIfCancelled() {
        if (cancelled) throw new Cancelled()
    }

    /** Ends the work on the server; the worker sees the flag between two messages. */
    void cancel() {
        cancelled = true
        release()
    }

    /** Tells the server that nothing more is wanted; it deletes what it holds. */
    void release() {
        if (id == null) return
        try {
            server.unary(service + '/Cancel', new ProtoWriter().text(1, id))
        } catch (Failure ignored) {
            // The server deletes by itself what nobody fetches.
        }
    }

    private HttpURLConnection send() {
        HttpURLConnection connection = server.openStream(service + '/' + method)
        boolean sent = false
        OutputStream out = null
        try {
            out = connection.outputStream
            write(out)
            out.close()
            sent = true
            connection
        } catch (IOException e) {
            out = null
            throw refused(e)
        } finally {
            if (!sent && out != null) giveUp(connection, out)
            if (!sent) connection.disconnect()
        }
    }

    /** Why the upload could not be ended. */
    protected Failure refused(IOException cause) {
        Failure.network(server.address, uploaded == 0L && cause instanceof ConnectException ? null : 'during the upload', cause)
    }

    private void follow(HttpURLConnection first) {
        HttpURLConnection connection = first
        int broken = 0
        while (done == null) {
            long before = arrived
            IOException fault = null
            try {
                read(connection)
            } catch (IOException e) {
                fault = e
            } finally {
                connection.disconnect()
            }
            if (fault == null) continue
            throwIfCancelled()
            if (arrived > before) broken = 0
            if (id == null || broken == PAUSES_MS.length) throw lost(fault)
            Thread.sleep(PAUSES_MS[broken++])
            connection = watch()
        }
    }

    private HttpURLConnection watch() {
        HttpURLConnection connection = server.openStream(service + '/Watch')
        try {
            OutputStream out = connection.outputStream
            out.write(GrpcWeb.frame(watching().toBytes()))
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
        if (done == null) throw new EOFException('the reply ended before its end was told')
    }
}
