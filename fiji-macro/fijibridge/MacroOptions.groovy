package fijibridge

import groovy.transform.CompileStatic
import ij.Macro

/** The options of a macro, read without a dialog: without a screen Java refuses to make one. */
@CompileStatic
class MacroOptions {
    private final String options
    private final List<String> words

    /** @param example what a macro could write */
    MacroOptions(String example) {
        options = Macro.options
        if (!options) throw new Failure('Without a screen nobody can be asked: write ' + example + '.')
        words = options.replaceAll(/\[[^\]]*\]/, '').tokenize()
    }

    /** The text behind a key. */
    String text(String key, String otherwise) {
        Macro.getValue(options, key, otherwise).trim()
    }

    /** Whether the key stands there, without a text. */
    boolean flag(String key) {
        words.contains(key)
    }
}
