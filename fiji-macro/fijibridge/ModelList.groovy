package fijibridge

import groovy.transform.CompileStatic
import ij.IJ
import ij.Prefs
import ij.gui.GenericDialog
import java.awt.TextField

/** The models of a server. */
@CompileStatic
class ModelList {
    /** The address that answered. */
    final String server
    final List<ProtoMessage> models

    ModelList(String server) {
        this.server = server
        models = new GrpcWeb(server).unary('Models/ListModels', new ProtoWriter()).messages(1)
    }

    boolean has(String name) {
        models.any { ProtoMessage model -> model.text(1) == name }
    }

    /** How many neighbouring frames a model looks at; 1 where there is none of that name. */
    int framesOf(String name) {
        ProtoMessage model = models.find { ProtoMessage one -> one.text(1) == name }
        model == null ? 1 : Math.max(1, (int) model.number(9))
    }

    /** Models from which a training can go on, with images of the same size in and out. */
    List<String> beginnings() {
        models.findAll { ProtoMessage model -> model.flag(11) && model.number(8) <= 1 }.collect { ProtoMessage model -> model.text(1) }
    }

    /** Asks the user for another address as long as no server answers; null when the user cancelled. */
    static ModelList fetch(String server) {
        String address = server
        while (true) {
            try {
                IJ.showStatus('Asking ' + address + ' for its models...')
                ModelList list = new ModelList(address)
                IJ.showStatus('')
                return list
            } catch (Failure e) {
                address = ask(address, e)
                if (address == null) return null
            }
        }
    }

    /** The address that the user gave, which is remembered, or null. */
    private static String ask(String server, Failure why) {
        GenericDialog dialog = new GenericDialog('FijiBridge Server')
        dialog.addMessage(Messages.wrapped(why.message))
        dialog.addStringField('Server', server, 30)
        boolean tokenWanted = why.status == Failure.UNAUTHENTICATED, untrusted = why.cause instanceof javax.net.ssl.SSLException
        if (tokenWanted) {
            // It hides the next field.
            dialog.setEchoChar('*' as char)
            dialog.addStringField('Token', '', 30)
        }
        // "fijibridge serve --tls auto" prints it.
        if (untrusted) dialog.addStringField('Fingerprint of its certificate', Access.fingerprint(server) ?: '', 40)
        dialog.showDialog()
        if (dialog.wasCanceled()) return null
        // The Recorder writes down what nextString reads.
        List<String> texts = dialog.stringFields.collect { Object field -> ((TextField) field).text.trim() }
        String address = texts.get(0)
        if (tokenWanted) Access.rememberToken(address, texts.get(1))
        if (untrusted) Access.rememberFingerprint(address, texts.get(1))
        Prefs.set(RestoreOptions.KEY + 'server', address)
        address
    }
}
