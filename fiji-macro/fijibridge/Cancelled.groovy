package fijibridge

import groovy.transform.CompileStatic
import ij.IJ

/** The user pressed Esc: not an error. */
@CompileStatic
class Cancelled extends RuntimeException {
    /** For work that is done here: as often as one wants it to end at once. */
    static void throwIfEscaped() {
        if (IJ.escapePressed()) throw new Cancelled()
    }
}
