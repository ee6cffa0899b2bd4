package fijibridge

import groovy.transform.CompileStatic
import java.security.MessageDigest
import java.security.cert.CertificateException
import java.security.cert.X509Certificate
import javax.net.ssl.X509TrustManager

/** Trusts one certificate, by its SHA-256. */
@CompileStatic
class PinnedCertificate implements X509TrustManager {
    private final String fingerprint

    PinnedCertificate(String fingerprint) {
        this.fingerprint = bare(fingerprint)
    }

    @Override
    void checkServerTrusted(X509Certificate[] chain, String kind) {
        byte[] hash = MessageDigest.getInstance('SHA-256').digest(chain[0].encoded)
        if (String.format('%064x', new BigInteger(1, hash)) != fingerprint)
            throw new CertificateException('the certificate is not the one with the fingerprint that was given')
    }

    @Override
    void checkClientTrusted(X509Certificate[] chain, String kind) {
        throw new CertificateException('only servers are checked')
    }

    @Override
    X509Certificate[] getAcceptedIssuers() {
        new X509Certificate[0]
    }

    private static String bare(String fingerprint) {
        fingerprint.toLowerCase().replaceFirst('^sha-?256[:=]?', '').replaceAll('[^0-9a-f]', '')
    }
}
