package fijibridge

import groovy.transform.CompileStatic

/** The user pressed Esc: not an error. */
@CompileStatic
class Cancelled extends RuntimeException {
}
