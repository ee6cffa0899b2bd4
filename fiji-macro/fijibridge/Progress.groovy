package fijibridge

import groovy.transform.CompileStatic
import ij.IJ

/** ImageJ's progress bar and status line while a stack is away. */
@CompileStatic
class Progress {
    private static final int QUEUED = 2, MEASURING = 3, RESTORING = 4, SENDING = 5

    private final long totalBytes
    private String told = ''

    Progress(long totalBytes) {
        this.totalBytes = totalBytes
    }

    void show(RestoreCall call) {
        tell(text(call), share(call))
    }

    void end() {
        IJ.showProgress(1.0d)
    }

    private void tell(String text, double share) {
        if (text == told) return
        told = text
        IJ.showStatus(text)
        IJ.showProgress(Math.min(0.999d, share))
    }

    private String text(RestoreCall call) {
        ProtoMessage now = call.progress
        if (call.jobId == null || now == null) return 'Uploading ' + megabytes(call.uploaded) + ' of ' + megabytes(totalBytes) + ' MB'
        int stage = (int) now.number(1)
        if (stage == QUEUED) return now.number(3) == 0 ? 'Waiting for the device' : 'Queued: ' + now.number(3) + ' ahead'
        if (stage == MEASURING) return 'Measuring the whole stack'
        if (stage == RESTORING) return 'Restoring: tile ' + now.number(4) + ' of ' + now.number(5) + device(now) + left(now.decimal(9))
        if (stage == SENDING || call.received > 0) return 'Receiving ' + megabytes(call.received) + ' of ' + megabytes(call.resultBytes) + ' MB'
        'Uploaded ' + megabytes(totalBytes) + ' MB'
    }

    // The bar: a quarter for the upload, the rest for the restoration, whose result comes while it runs.
    private double share(RestoreCall call) {
        ProtoMessage now = call.progress
        if (call.jobId == null || now == null) return 0.25d * call.uploaded / Math.max(1L, totalBytes)
        double tiles = now.number(5) == 0 ? 0d : now.number(4) / (double) now.number(5)
        double bytes = call.resultBytes == 0 ? 0d : call.received / (double) call.resultBytes
        0.25d + 0.375d * tiles + 0.375d * bytes
    }

    private static String device(ProtoMessage now) {
        String device = now.text(8).trim()
        device ? ' on ' + device : ''
    }

    private static String left(double seconds) {
        if (seconds < 0) return ''
        seconds < 90 ? ', ' + Math.round(seconds) + ' s left' : ', ' + Math.round(seconds / 60d) + ' min left'
    }

    private static String megabytes(long bytes) {
        String.format(Locale.ROOT, bytes < 10000000L ? '%.1f' : '%.0f', bytes / 1e6d)
    }
}
