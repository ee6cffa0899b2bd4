package fijibridge

import groovy.transform.CompileStatic
import ij.ImagePlus
import ij.Macro
import ij.Prefs
import ij.WindowManager
import ij.gui.GenericDialog
import java.awt.GraphicsEnvironment

/** Asks the user which images are compared, or reads the options of a macro. The first word of each label is the key of the macro. */
@CompileStatic
class EvaluationDialog {
    private static final String AFFINE = 'fijibridge.affine'

    private final List<String> titles

    /** @param titles of the open images, at least three */
    EvaluationDialog(List<String> titles) {
        this.titles = titles
    }

    /** Null when the user cancelled. */
    EvaluationOptions ask() {
        if (GraphicsEnvironment.headless) return read(new MacroOptions('noisy=[...] restored=[...] reference=[...], titles of open images'))
        boolean asks = Macro.options == null
        GenericDialog dialog = dialog(asks ? guessed() : new EvaluationOptions(), asks ? titles : [''])
        if (dialog.wasCanceled()) return null
        EvaluationOptions options = read(dialog)
        if (asks) Prefs.set(AFFINE, options.affine)
        options
    }

    private static GenericDialog dialog(EvaluationOptions options, List<String> titles) {
        String[] choices = titles as String[]
        GenericDialog dialog = new GenericDialog(EvaluateRestoration.TITLE)
        dialog.addChoice('Noisy', choices, options.noisy)
        dialog.addChoice('Restored', choices, options.restored)
        dialog.addChoice('Reference (ground truth)', choices, options.reference)
        dialog.addStringField('Range of values (empty: that of the reference)', options.range, 8)
        dialog.addNumericField('Plane of the figure', options.plane, 0)
        dialog.addCheckbox('Affine: map each image onto the reference first', options.affine)
        dialog.addCheckbox('Table only, no figure', options.table)
        dialog.showDialog()
        dialog
    }

    private static EvaluationOptions read(GenericDialog dialog) {
        EvaluationOptions options = new EvaluationOptions()
        options.noisy = dialog.nextChoice
        options.restored = dialog.nextChoice
        options.reference = dialog.nextChoice
        options.range = dialog.nextString.trim()
        options.plane = (int) dialog.nextNumber
        options.affine = dialog.nextBoolean
        options.table = dialog.nextBoolean
        options
    }

    private static EvaluationOptions read(MacroOptions macro) {
        EvaluationOptions options = new EvaluationOptions()
        options.noisy = macro.text('noisy', '')
        options.restored = macro.text('restored', '')
        options.reference = macro.text('reference', '')
        options.range = macro.text('range', '')
        String plane = macro.text('plane', '0')
        if (!(plane ==~ /\d{1,9}/)) throw new Failure('plane=' + plane + ' is not a number of a plane: write for instance plane=1.')
        options.plane = Integer.parseInt(plane)
        options.affine = macro.flag('affine')
        options.table = macro.flag('table')
        options
    }

    /** The restored image bears the name of the noisy one; what remains is the reference. */
    private EvaluationOptions guessed() {
        EvaluationOptions options = new EvaluationOptions()
        options.restored = titles.find { String title -> title.contains('restored') } ?: titles[1]
        List<String> others = titles - options.restored
        options.noisy = others.find { String title -> options.restored.startsWith(title.replaceAll(/(\.ome)?\.\w+$/, '')) } ?: others[0]
        options.reference = (others - options.noisy)[0] ?: options.noisy
        options.affine = Prefs.get(AFFINE, false)
        ImagePlus active = WindowManager.currentImage
        options.plane = active == null ? 1 : active.currentSlice
        options
    }
}
