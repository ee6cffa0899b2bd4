package fijibridge

import groovy.transform.CompileStatic

/** How far a restoration is. */
@CompileStatic
class RestoreProgress extends Progress {
    private static final int QUEUED = 2, MEASURING = 3, RESTORING = 4, SENDING = 5

    private final RestoreCall call

    RestoreProgress(RestoreCall call) {
        super(call, RestoreImage.TITLE)
        this.call = call
    }

    @Override
    protected String text() {
        ProtoMessage now = call.progress
        if (call.id == null || now == null) return uploading()
        int stage = (int) now.number(1)
        if (stage == QUEUED) return now.number(3) == 0 ? 'Waiting for the device' : 'Queued: ' + now.number(3) + ' ahead'
        if (stage == MEASURING) return 'Measuring the whole stack'
        if (stage == RESTORING) return 'Restoring: tile ' + now.number(4) + ' of ' + now.number(5) + device(now) + left(now.decimal(9))
        if (stage == SENDING || call.received > 0) return 'Receiving ' + megabytes(call.received) + ' of ' + megabytes(call.resultBytes) + ' MB'
        'Uploaded ' + megabytes(call.totalBytes) + ' MB'
    }

    // The bar: a quarter for the upload, the rest for the restoration, whose result comes while it runs.
    @Override
    protected double share() {
        ProtoMessage now = call.progress
        if (call.id == null || now == null) return 0.25d * call.uploaded / Math.max(1L, call.totalBytes)
        double tiles = now.number(5) == 0 ? 0d : now.number(4) / (double) now.number(5)
        double bytes = call.resultBytes == 0 ? 0d : call.received / (double) call.resultBytes
        0.25d + 0.375d * tiles + 0.375d * bytes
    }

    private static String device(ProtoMessage now) {
        String device = now.text(8).trim()
        device ? ' on ' + device : ''
    }
}
