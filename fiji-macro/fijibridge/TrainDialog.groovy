package fijibridge

import groovy.transform.CompileStatic
import ij.ImagePlus
import ij.Macro
import ij.WindowManager
import ij.gui.GenericDialog

/** Asks the user, or reads the options of a macro. The first word of each label is the key of the macro. */
@CompileStatic
class TrainDialog {
    /** Null when the user cancelled. */
    TrainOptions ask() {
        if (Macro.options != null) return read(dialog(new TrainOptions(), [''] as String[]))
        String[] titles = titles()
        TrainOptions options = TrainOptions.remembered()
        ModelList list = ModelList.fetch(options.server)
        if (list == null) return null
        options.server = list.server
        options.noisy = WindowManager.currentImage?.title ?: titles[0]
        options.clean = titles.find { String title -> title != options.noisy }
        options.name = TrainOptions.suggestedName(options.noisy, list)
        GenericDialog dialog = dialog(options, titles)
        if (dialog.wasCanceled()) return null
        options = read(dialog)
        options.remember()
        options
    }

    private static String[] titles() {
        List<String> titles = Images.all().collect { ImagePlus image -> image.title }
        if (titles.toSet().size() < 2) throw new Failure('Training needs two open stacks: a noisy and a clean one of the same sample, or two noisy ones.')
        titles as String[]
    }

    private static GenericDialog dialog(TrainOptions options, String[] titles) {
        GenericDialog dialog = new GenericDialog(TrainModel.TITLE)
        dialog.addStringField('Server', options.server, 24)
        dialog.addChoice('Noisy (short exposure)', titles, options.noisy)
        dialog.addChoice('Clean (long exposure, or a second short one)', titles, options.clean)
        dialog.addStringField('Name of the model', options.name, 24)
        dialog.addStringField('Minutes', options.minutes, 6)
        dialog.addChoice('Mode', [TrainOptions.SUPERVISED, TrainOptions.NOISE2NOISE] as String[], options.mode)
        dialog.addMessage('Supervised: the second stack shows the same planes without noise.\nNoise2Noise: it shows them with other noise; nothing clean is needed.')
        dialog.showDialog()
        dialog
    }

    private static TrainOptions read(GenericDialog dialog) {
        TrainOptions options = new TrainOptions()
        options.server = dialog.nextString.trim()
        options.noisy = dialog.nextChoice
        options.clean = dialog.nextChoice
        options.name = dialog.nextString.trim()
        options.minutes = dialog.nextString.trim()
        options.mode = dialog.nextChoice
        options
    }
}
