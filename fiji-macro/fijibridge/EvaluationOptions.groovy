package fijibridge

import groovy.transform.CompileStatic

/** What is to be compared, and how. The names are the keys of recorded macros and never change. */
@CompileStatic
class EvaluationOptions {
    /** Titles of open images. */
    String noisy = '', restored = '', reference = ''
    /** Each plane is mapped onto the reference first, by the least-squares line. */
    boolean affine = false
    /** The span of possible values; empty: maximum minus minimum of the reference. */
    String range = ''
    /** The plane that the figure shows, from 1; 0: the current one of the reference. */
    int plane = 0
    /** No figure. */
    boolean table = false
}
