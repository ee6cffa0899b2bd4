package fijibridge

import groovy.transform.CompileStatic
import ij.IJ
import ij.Macro
import ij.gui.GenericDialog

/** How far a training is; Esc asks what is to become of it. */
@CompileStatic
class TrainProgress extends Progress {
    private static final int RECEIVING = 1, QUEUED = 2, PREPARING = 3, TRAINING = 4

    private final TrainCall call
    private final String device
    private final TrainingWindows windows
    private int noticesTold
    private boolean ending

    /** @param device the one that the server uses */
    TrainProgress(TrainCall call, String model, String device) {
        super(call, TrainModel.TITLE)
        this.call = call
        this.device = device
        windows = Messages.silent ? null : new TrainingWindows(call, model)
    }

    @Override
    void follow() {
        try {
            super.follow()
        } finally {
            windows?.draw()
        }
    }

    @Override
    protected void show() {
        super.show()
        for (; noticesTold < call.notices.size(); noticesTold++) Messages.log(TrainModel.TITLE + ': ' + call.notices.get(noticesTold))
        windows?.update()
    }

    @Override
    protected String text() {
        ProtoMessage now = call.progress
        if (ending) return 'Stopping: the best network so far becomes the model'
        if (call.id == null || now == null) return uploading()
        int stage = (int) now.number(1)
        if (stage == RECEIVING) return 'Uploaded ' + megabytes(call.totalBytes) + ' MB'
        if (stage == QUEUED) return 'Queued: ' + now.number(3) + ' trainings ahead'
        if (stage == PREPARING) return now.number(5) == 0 ? 'Preparing the images' : 'Preparing: ' + now.number(4) + ' of ' + now.number(5) + ' parts'
        if (stage == TRAINING) return training(now)
        'The model is ready'
    }

    private String training(ProtoMessage now) {
        long steps = now.number(7)
        String step = 'Training: step ' + now.number(6) + (steps > 0 ? ' of ' + steps : '')
        step + (device ? ' on ' + device : '') + (now.decimal(9) == 0d ? '' : ', ' + TrainModel.decibels(now.decimal(9))) + left(now.decimal(14))
    }

    // The bar: a tenth for the upload.
    @Override
    protected double share() {
        ProtoMessage now = call.progress
        if (call.id == null || now == null) return 0.1d * call.uploaded / Math.max(1L, call.totalBytes)
        double passed = now.decimal(15), left = Math.max(0d, now.decimal(14))
        0.1d + (passed + left > 0d ? 0.9d * passed / (passed + left) : 0d)
    }

    /** Nobody is asked where nobody sits: then nothing is kept. */
    @Override
    protected boolean stops() {
        IJ.resetEscape()
        if (Messages.silent) return true
        boolean canKeep = call.preview != null && !ending
        GenericDialog question = ask(canKeep)
        if (question.wasCanceled()) return false
        if (!canKeep || !question.wasOKed()) return true
        keepBest()
        false
    }

    private void keepBest() {
        try {
            call.keepBest()
            ending = true
        } catch (Failure e) {
            Messages.log(TrainModel.TITLE + ': ' + e.message + ' The training goes on.')
        }
    }

    // A dialog that finds options of a macro answers itself.
    private static GenericDialog ask(boolean canKeep) {
        String options = Macro.options
        Macro.options = null
        try {
            GenericDialog question = new GenericDialog(TrainModel.TITLE)
            question.addMessage(canKeep ? 'Stop training? The best network so far can become the model.' : 'Stop training? There is no network yet that could be kept.')
            if (canKeep) question.enableYesNoCancel('Keep the best', 'Throw away')
            else question.setOKLabel('Throw away')
            question.setCancelLabel('Go on')
            question.showDialog()
            return question
        } finally {
            Macro.options = options
        }
    }
}
