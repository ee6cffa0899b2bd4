package fijibridge

import groovy.transform.CompileStatic
import ij.IJ
import ij.Macro
import ij.macro.Interpreter
import java.awt.GraphicsEnvironment

/** How users are told: in a window where somebody sits in front of it, in the Log where a macro runs in batch mode or there is no screen. */
@CompileStatic
class Messages {
    static boolean isSilent() {
        Interpreter.isBatchMode() || GraphicsEnvironment.headless
    }

    /** Tells the sentence and stops the macro that runs, so that it does not go on with an image that was not restored. */
    static void fail(String title, String sentence, boolean silent) {
        IJ.showProgress(1.0d)
        IJ.showStatus(title + ': ' + sentence)
        if (silent) IJ.log(title + ': ' + sentence)
        else IJ.error(title, wrapped(sentence))
        stopMacro()
    }

    static void cancelled(String title) {
        IJ.showProgress(1.0d)
        IJ.showStatus(title + ': cancelled')
        stopMacro()
    }

    // Macro.abort() alone does not stop macros since ImageJ 1.53.
    private static void stopMacro() {
        Interpreter running = Interpreter.instance
        running?.abortMacro()
        Macro.abort()
    }

    static void log(String line) {
        IJ.log(line)
    }

    // Dialogs of ImageJ are as wide as their longest line.
    static String wrapped(String sentence, int width = 70) {
        StringBuilder text = new StringBuilder()
        int column = 0
        for (String word : sentence.split(' ')) {
            text.append(column == 0 ? '' : column + word.length() > width ? '\n' : ' ').append(word)
            column = column + word.length() > width ? word.length() : column + word.length() + 1
        }
        text.toString()
    }
}
