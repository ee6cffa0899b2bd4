package fijibridge

import groovy.transform.CompileStatic
import ij.IJ

/** ImageJ's progress bar and status line while a call is away. */
@CompileStatic
abstract class Progress {
    private final ServerCall call
    private final String title
    private String told = ''

    /** @param title of the command */
    protected Progress(ServerCall call, String title) {
        this.call = call
        this.title = title
    }

    /** What the status line says. */
    protected abstract String text()

    /** How much is done, 0 to 1. */
    protected abstract double share()

    /** Esc was pressed: whether the call is to end. */
    protected boolean stops() { true }

    protected void show() {
        tell(text(), share())
    }

    /** Shows progress until the call has ended; Esc ends it on both sides. */
    void follow() {
        IJ.resetEscape()
        Thread worker = new Thread(call, 'FijiBridge ' + title)
        worker.daemon = true
        worker.start()
        while (worker.alive) {
            worker.join(50)
            show()
            if (IJ.escapePressed() && worker.alive && stops() && worker.alive) cancel(worker)
        }
        IJ.showProgress(1.0d)
        if (call.failure != null) throw asFailure()
    }

    private void cancel(Thread worker) {
        IJ.showStatus('Cancelling...')
        call.cancel()
        worker.join(5000)
        throw new Cancelled()
    }

    private RuntimeException asFailure() {
        Throwable cause = call.failure
        if (cause instanceof Cancelled || cause instanceof Failure && ((Failure) cause).status == Failure.CANCELLED && call.cancelled) return new Cancelled()
        if (cause instanceof Failure) return (Failure) cause
        if (cause instanceof OutOfMemoryError) return new Failure('ImageJ has too little memory for this: give it more under Edit > Options > Memory & Threads, or take a part of the stack.', -1, cause)
        new Failure(title + ' stopped: ' + cause, -1, cause)
    }

    private void tell(String text, double share) {
        if (text == told) return
        told = text
        IJ.showStatus(text)
        IJ.showProgress(Math.min(0.999d, share))
    }

    protected static String left(double seconds) {
        if (seconds < 0) return ''
        seconds < 90 ? ', ' + Math.round(seconds) + ' s left' : ', ' + Math.round(seconds / 60d) + ' min left'
    }

    /** How far the upload is. */
    protected String uploading() {
        'Uploading ' + megabytes(call.uploaded) + ' of ' + megabytes(call.totalBytes) + ' MB'
    }

    protected static String megabytes(long bytes) {
        String.format(Locale.ROOT, bytes < 10000000L ? '%.1f' : '%.0f', bytes / 1e6d)
    }
}
