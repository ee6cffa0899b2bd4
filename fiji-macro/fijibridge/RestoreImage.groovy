package fijibridge

import groovy.transform.CompileStatic
import ij.IJ
import ij.ImagePlus

/** The command Restore Image: ask, check, send, wait, show. */
@CompileStatic
class RestoreImage implements Runnable {
    static final String TITLE = 'Restore Image'

    @Override
    void run() {
        try {
            ImagePlus image = Images.current()
            RestoreOptions options = new RestoreDialog(image).ask()
            if (options == null) return
            options.check()
            restore(image, options)
        } catch (Cancelled ignored) {
            Messages.cancelled(TITLE)
        } catch (Failure failure) {
            Messages.fail(TITLE, failure.message)
        }
    }

    private static void restore(ImagePlus image, RestoreOptions options) {
        Selection part = new Selection(image, options)
        GrpcWeb server = new GrpcWeb(options.server)
        StackUpload upload = new StackUpload(image, part)
        check(server, options, upload)
        PlaneStore store = new PlaneStore(upload.planes, upload.rgb)
        ProtoWriter header = new ProtoWriter().message(1, options.settings()).message(2, upload.summary()).text(3, image.title).number(4, options.preview ? 1 : 0)
        if (!image.lockSilently()) throw new Failure(image.title + ' is in use by another command: wait until that has ended.')
        try {
            RestoreCall call = new RestoreCall(server, upload, header, store)
            wait(call, upload.totalBytes)
            show(image, part, store, call, options)
        } catch (Throwable e) {
            store.discard()
            throw e
        } finally {
            image.unlock()
        }
    }

    private static void check(GrpcWeb server, RestoreOptions options, StackUpload upload) {
        ProtoMessage reply = server.unary('Restoration/Check', new ProtoWriter().message(1, options.settings()).message(2, upload.summary()))
        if (!reply.flag(1)) throw new Failure(reply.texts(2).join(' '))
        if (upload.rgb) Messages.log(TITLE + ': the red, green and blue parts of an RGB image are restored one by one.')
        for (String notice : reply.texts(3)) Messages.log(TITLE + ': ' + notice)
    }

    /** Shows progress until the call has ended; Esc ends it on both sides. */
    private static void wait(RestoreCall call, long bytes) {
        IJ.resetEscape()
        Progress progress = new Progress(bytes)
        Thread worker = new Thread(call, 'FijiBridge restore')
        worker.daemon = true
        worker.start()
        while (worker.alive) {
            worker.join(50)
            progress.show(call)
            if (IJ.escapePressed()) break
        }
        if (worker.alive) {
            IJ.showStatus('Cancelling...')
            call.cancel()
            worker.join(5000)
            throw new Cancelled()
        }
        progress.end()
        if (call.failure != null) throw asFailure(call)
        call.release()
    }

    private static RuntimeException asFailure(RestoreCall call) {
        Throwable cause = call.failure
        if (cause instanceof Cancelled || cause instanceof Failure && ((Failure) cause).status == Failure.CANCELLED && call.cancelled) return new Cancelled()
        if (cause instanceof Failure) return (Failure) cause
        if (cause instanceof OutOfMemoryError) return new Failure('The result does not fit into the memory of ImageJ: give it more under Edit > Options > Memory & Threads, or restore a part.', -1, cause)
        new Failure('Restore Image stopped: ' + cause, -1, cause)
    }

    private static void show(ImagePlus image, Selection part, PlaneStore store, RestoreCall call, RestoreOptions options) {
        Provenance provenance = new Provenance(call.done, options)
        ImagePlus result = new ResultImage(image, part, store.toStack(), store.rgb).make(provenance.info())
        if (store.onDisk)
            Messages.log(TITLE + ': ' + result.title + ' does not fit into memory: it is a virtual stack in ' + store.file + ', which is deleted when ImageJ ends. Save it to keep it.')
        for (String warning : provenance.warnings) Messages.log(TITLE + ': ' + warning)
        Images.show(result)
        if (options.compare) Images.sideBySide(image, result)
        IJ.showStatus(TITLE + ': done in ' + provenance.seconds + ' s')
    }
}
