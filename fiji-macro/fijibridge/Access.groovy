package fijibridge

import groovy.transform.CompileStatic
import ij.Prefs
import javax.net.ssl.HostnameVerifier
import javax.net.ssl.HttpsURLConnection
import javax.net.ssl.SSLContext
import javax.net.ssl.TrustManager

/**
 * The token that a server asks for, and the fingerprint of a certificate that nobody has signed but the server itself. Both are kept among
 * ImageJ's preferences, server by server, and never recorded in macros.
 */
@CompileStatic
class Access {
    /** What the user typed in once, else the environment variable FIJIBRIDGE_TOKEN; null: none. */
    static String token(String server) {
        Prefs.get(key('token', server), System.getenv('FIJIBRIDGE_TOKEN'))
    }

    /** SHA-256 in hexadecimal; null: the certificate must be one that Java trusts. */
    static String fingerprint(String server) {
        Prefs.get(key('fingerprint', server), System.getenv('FIJIBRIDGE_SERVER_FINGERPRINT'))
    }

    static void rememberToken(String server, String token) {
        remember('token', server, token)
    }

    static void rememberFingerprint(String server, String fingerprint) {
        remember('fingerprint', server, fingerprint)
    }

    /** Has the connection accept the certificate with the server's fingerprint and no other, where one is known. */
    static void pin(HttpsURLConnection connection, String server) {
        String fingerprint = fingerprint(server)
        if (!fingerprint) return
        SSLContext context = SSLContext.getInstance('TLS')
        context.init(null, [new PinnedCertificate(fingerprint)] as TrustManager[], null)
        connection.setSSLSocketFactory(context.socketFactory)
        // The fingerprint says more than a name.
        connection.setHostnameVerifier({ String name, Object session -> true } as HostnameVerifier)
    }

    private static void remember(String kind, String server, String value) {
        Prefs.set(key(kind, server), value)
        Prefs.savePreferences()
    }

    private static String key(String kind, String server) {
        'fijibridge.' + kind + '.' + server.replaceAll('[^A-Za-z0-9.-]', '_')
    }
}
