package fijibridge

import groovy.transform.CompileDynamic
import groovy.transform.CompileStatic
import ij.ImagePlus
import ij.Macro
import ij.WindowManager
import ij.gui.GenericDialog
import java.awt.GraphicsEnvironment

/** Asks the user, or reads the options of a macro. The first word of each label is the key of the macro. */
@CompileStatic
class TrainDialog {
    private final boolean asks = Macro.options == null
    private final String[] titles = asks ? titles() : [''] as String[]
    /** What a training can begin with. */
    private List<String> beginnings = [TrainOptions.NOTHING]

    /** Null when the user cancelled. */
    TrainOptions ask() {
        if (GraphicsEnvironment.isHeadless()) return read(new MacroOptions('for instance noisy=[short.tif] clean=[long.tif] name=my-model'))
        if (!asks) return read(dialog(new TrainOptions()))
        TrainOptions options = TrainOptions.remembered()
        ModelList list = ModelList.fetch(options.server)
        if (list == null) return null
        options.server = list.server
        propose(options, list)
        GenericDialog dialog = dialog(options)
        if (dialog.wasCanceled()) return null
        options = read(dialog)
        options.remember()
        options
    }

    // Folders go before stacks: none are proposed where stacks are open.
    private void propose(TrainOptions options, ModelList list) {
        if (hasStacks()) {
            options.noisy = WindowManager.currentImage?.title ?: titles[0]
            options.clean = titles.find { String title -> title != options.noisy }
            options.noisyFolder = options.cleanFolder = ''
        }
        options.name = TrainOptions.suggestedName(options.noisy, list)
        beginnings = list.beginnings() + beginnings
        if (!beginnings.contains(options.begin)) options.begin = TrainOptions.NOTHING
    }

    /** Macros may name stacks; a user can only choose from those that are open. */
    private boolean hasStacks() { !asks || titles.length > 1 }

    private static String[] titles() {
        Images.all().collect { ImagePlus image -> image.title }.unique() as String[]
    }

    private GenericDialog dialog(TrainOptions options) {
        GenericDialog dialog = new GenericDialog(TrainModel.TITLE)
        dialog.addStringField('Server', options.server, 24)
        if (hasStacks()) {
            dialog.addChoice('Noisy (short exposure)', titles, options.noisy)
            dialog.addChoice('Clean (long exposure, or a second short one)', titles, options.clean)
        }
        dialog.addStringField('Name of the model', options.name, 24)
        dialog.addStringField('Minutes', options.minutes, 6)
        dialog.addChoice('Mode', [TrainOptions.SUPERVISED, TrainOptions.NOISE2NOISE] as String[], options.mode)
        dialog.addChoice('Begin with', beginnings as String[], options.begin)
        dialog.addCheckbox('Keep_clipped pixels: the background really is one value', options.keepClipped)
        dialog.addMessage('Supervised: the second images show the same planes without noise.\nNoise2Noise: they show them with other noise; nothing clean is needed.\nA model to begin with needs fewer images and minutes than nothing.')
        dialog.addMessage((hasStacks() ? 'Instead of the two stacks: two' : 'Two') + ' folders of images with equal names' + (hasStacks() ? '.' : ' (or open two stacks first).'))
        addFolder(dialog, 'Noisy_folder', options.noisyFolder)
        addFolder(dialog, 'Clean_folder', options.cleanFolder)
        dialog.showDialog()
        dialog
    }

    // With a button that chooses one, where this ImageJ has that.
    @CompileDynamic
    private void addFolder(GenericDialog dialog, String label, String folder) {
        if (asks && dialog.respondsTo('addDirectoryField')) dialog.addDirectoryField(label, folder, 30)
        else dialog.addStringField(label, folder, 30)
    }

    private static TrainOptions read(MacroOptions macro) {
        TrainOptions options = new TrainOptions()
        options.server = macro.text('server', options.server)
        options.noisy = macro.text('noisy', options.noisy)
        options.clean = macro.text('clean', options.clean)
        options.name = macro.text('name', options.name)
        options.minutes = macro.text('minutes', options.minutes)
        options.mode = macro.text('mode', options.mode)
        options.begin = macro.text('begin', options.begin)
        options.keepClipped = macro.flag('keep_clipped')
        options.noisyFolder = macro.text('noisy_folder', options.noisyFolder)
        options.cleanFolder = macro.text('clean_folder', options.cleanFolder)
        options
    }

    private TrainOptions read(GenericDialog dialog) {
        TrainOptions options = new TrainOptions()
        options.server = dialog.nextString.trim()
        if (hasStacks()) {
            options.noisy = dialog.nextChoice
            options.clean = dialog.nextChoice
        }
        options.name = dialog.nextString.trim()
        options.minutes = dialog.nextString.trim()
        options.mode = dialog.nextChoice
        options.begin = dialog.nextChoice
        options.keepClipped = dialog.nextBoolean
        options.noisyFolder = dialog.nextString.trim()
        options.cleanFolder = dialog.nextString.trim()
        options
    }
}
