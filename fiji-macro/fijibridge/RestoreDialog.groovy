package fijibridge

import groovy.transform.CompileDynamic
import groovy.transform.CompileStatic
import ij.ImagePlus
import ij.Macro
import ij.gui.DialogListener
import ij.gui.GenericDialog
import ij.plugin.frame.Recorder
import java.awt.AWTEvent
import java.awt.Choice
import java.awt.Font
import java.awt.GraphicsEnvironment
import java.awt.Panel
import java.awt.TextArea

/** Asks the user, or reads the options of a macro. The first word of each label is the key of the macro. */
@CompileStatic
class RestoreDialog implements DialogListener {
    private final ImagePlus image
    private List<ProtoMessage> models
    private TextArea description

    RestoreDialog(ImagePlus image) {
        this.image = image
    }

    /** Null when the user cancelled. */
    RestoreOptions ask() {
        if (GraphicsEnvironment.isHeadless()) return read(new MacroOptions('for instance model=denoise'))
        if (Macro.options != null) return read(dialog(new RestoreOptions(), [''] as String[], false))
        RestoreOptions options = RestoreOptions.remembered()
        while (true) {
            if (!connect(options)) return null
            GenericDialog dialog = dialog(options, names(), true)
            if (dialog.wasCanceled()) return null
            String asked = options.server
            options = read(dialog)
            options.remember()
            if (options.server == asked) return options
            forgetRecorded()
        }
    }

    // Only the last dialog is recorded. Static methods are not found by respondsTo.
    @CompileDynamic
    private static void forgetRecorded() {
        try {
            Recorder.resetCommandOptions()
        } catch (MissingMethodException ignored) {
        }
    }

    /** Fetches the list of models, perhaps from another server than the one that was remembered. */
    private boolean connect(RestoreOptions options) {
        ModelList list = ModelList.fetch(options.server)
        if (list == null) return false
        options.server = list.server
        models = list.models
        true
    }

    private String[] names() {
        String[] names = new String[models.size()]
        for (int i = 0; i < names.length; i++) names[i] = models.get(i).text(1)
        names
    }

    private GenericDialog dialog(RestoreOptions options, String[] names, boolean shown) {
        GenericDialog dialog = new GenericDialog('Restore Image')
        dialog.addStringField('Server', options.server, 24)
        dialog.addChoice('Model', names, chosen(options.model, names))
        if (shown) addDescription(dialog)
        dialog.addStringField('Parameters', options.parameters, 24)
        dialog.addChoice('Channels', [RestoreOptions.ALL, RestoreOptions.CURRENT] as String[], options.channels)
        dialog.addChoice('Slices', [RestoreOptions.ALL, RestoreOptions.CURRENT, RestoreOptions.RANGE] as String[], options.slices)
        dialog.addStringField('Range', options.range, 24)
        dialog.addChoice('Output', [RestoreOptions.SAME, RestoreOptions.FLOAT] as String[], options.output)
        dialog.addCheckbox('Preview: only the bounding box of the selection', options.preview && image.roi != null)
        dialog.addCheckbox('Compare side by side', options.compare)
        if (shown) dialog.addDialogListener(this)
        dialog.showDialog()
        dialog
    }

    private String chosen(String wanted, String[] names) {
        if (names.contains(wanted)) return wanted
        ProtoMessage first = models?.find { ProtoMessage model -> model.flag(6) }
        first == null ? names[0] : first.text(1)
    }

    private void addDescription(GenericDialog dialog) {
        description = new TextArea('', 8, 60, TextArea.SCROLLBARS_VERTICAL_ONLY)
        description.editable = false
        description.focusable = false
        description.font = new Font('SansSerif', Font.PLAIN, 12)
        Panel panel = new Panel()
        panel.add(description)
        dialog.addPanel(panel)
        describe(((Choice) dialog.choices.get(0)).selectedIndex)
    }

    @Override
    boolean dialogItemChanged(GenericDialog dialog, AWTEvent event) {
        Choice model = (Choice) dialog.choices.get(0)
        if (event != null && event.source == model) describe(model.selectedIndex)
        // OK was pressed: ImageJ records what is read here, and nothing that is read after it.
        if (event == null) read(dialog)
        true
    }

    private void describe(int index) {
        if (index < 0 || index >= models.size()) return
        ProtoMessage model = models.get(index)
        StringBuilder text = new StringBuilder(model.text(3))
        if (model.number(8) > 1) text.append('\nThe result has ').append(model.number(8)).append(' times as many pixels along each side.')
        for (ProtoMessage parameter : model.messages(7))
            text.append('\n').append(parameter.text(1)).append('=').append(plain(parameter.decimal(3))).append(' (').append(plain(parameter.decimal(4)))
                .append(' to ').append(plain(parameter.decimal(5))).append('): ').append(parameter.text(2))
        description.text = text.toString()
        description.caretPosition = 0
    }

    private static String plain(double number) {
        number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number)
    }

    private static RestoreOptions read(MacroOptions macro) {
        RestoreOptions options = new RestoreOptions()
        options.server = macro.text('server', options.server)
        options.model = macro.text('model', options.model)
        options.parameters = macro.text('parameters', options.parameters)
        options.channels = macro.text('channels', options.channels)
        options.slices = macro.text('slices', options.slices)
        options.range = macro.text('range', options.range)
        options.output = macro.text('output', options.output)
        options.preview = macro.flag('preview')
        options.compare = macro.flag('compare')
        options
    }

    private static RestoreOptions read(GenericDialog dialog) {
        RestoreOptions options = new RestoreOptions()
        options.server = dialog.nextString.trim()
        options.model = dialog.nextChoice.trim()
        options.parameters = dialog.nextString.trim()
        options.channels = dialog.nextChoice
        options.slices = dialog.nextChoice
        options.range = dialog.nextString.trim()
        options.output = dialog.nextChoice
        options.preview = dialog.nextBoolean
        options.compare = dialog.nextBoolean
        options
    }
}
