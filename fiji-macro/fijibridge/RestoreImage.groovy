package fijibridge

import groovy.transform.CompileStatic
import ij.IJ
import ij.ImagePlus

/** The command Restore Image: ask, check, send, wait, show. */
@CompileStatic
class RestoreImage extends Command {
    static final String TITLE = 'Restore Image'

    RestoreImage() {
        super(TITLE)
    }

    @Override
    protected void execute() {
        ImagePlus image = Images.current()
        RestoreOptions options = new RestoreDialog(image).ask()
        if (options == null) return
        options.check()
        restore(image, options)
    }

    private static void restore(ImagePlus image, RestoreOptions options) {
        Selection part = new Selection(image, options)
        GrpcWeb server = new GrpcWeb(options.server)
        StackUpload upload = new StackUpload(image, part)
        check(server, options, upload)
        PlaneStore store = new PlaneStore(upload.planes, upload.rgb)
        ProtoWriter header = new ProtoWriter().message(1, options.settings()).message(2, upload.summary()).text(3, image.title).number(4, options.preview ? 1 : 0)
        Images.lock(image)
        try {
            RestoreCall call = new RestoreCall(server, upload, header, store)
            new RestoreProgress(call).follow()
            call.release()
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
