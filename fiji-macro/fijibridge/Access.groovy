package fijibridge

import groovy.transform.CompileStatic
import ij.Prefs

/** The token that a server asks for. It is kept among ImageJ's preferences and never recorded in macros. */
@CompileStatic
class Access {
    /** The token for a server: what the user typed in once, else the environment variable FIJIBRIDGE_TOKEN; null: none. */
    static String token(String server) {
        Prefs.get(key(server), System.getenv('FIJIBRIDGE_TOKEN'))
    }

    static void remember(String server, String token) {
        Prefs.set(key(server), token)
        Prefs.savePreferences()
    }

    private static String key(String server) {
        'fijibridge.token.' + server.replaceAll('[^A-Za-z0-9.-]', '_')
    }
}
