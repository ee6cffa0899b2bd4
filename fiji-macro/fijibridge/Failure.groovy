package fijibridge

import groovy.transform.CompileStatic

/** What the user is told when it cannot go on: one clear sentence. */
@CompileStatic
class Failure extends RuntimeException {
    static final int CANCELLED = 1, NOT_FOUND = 5, REFUSED = 9, UNAUTHENTICATED = 16

    /** The gRPC status, or -1 when the failure did not come from the server. */
    final int status

    Failure(String sentence, int status = -1, Throwable cause = null) {
        super(sentence, cause)
        this.status = status
    }

    /** A failure of the network in the user's words. */
    static Failure network(String address, String during, Throwable cause) {
        if (cause instanceof Failure) return (Failure) cause
        new Failure(sentence(address, during, cause), -1, cause)
    }

    private static String sentence(String address, String during, Throwable cause) {
        if (cause instanceof UnknownHostException)
            return "The computer of the server " + address + " cannot be found: check the address."
        if (cause instanceof javax.net.ssl.SSLException)
            return "No secure connection to " + address + ": " + (untrusted(cause) ? "this computer does not trust its certificate" : cause.message) + ". Write https:// only if the server uses TLS, and give the fingerprint that \"fijibridge serve --tls auto\" prints in FIJIBRIDGE_SERVER_FINGERPRINT, or when you are asked for it."
        if (during == null && (cause instanceof ConnectException || cause instanceof SocketTimeoutException))
            return "No FijiBridge server answers at " + address + ": start it with \"fijibridge serve\", or correct the address."
        if (during == null)
            return address + " answers, but not as a FijiBridge server does for Fiji (" + cause.message + "): write https:// in front if the server uses TLS (usually port 50051), else use the port that \"fijibridge serve\" shows as gRPC-Web, usually 50052."
        if (cause instanceof SocketTimeoutException)
            return "The server " + address + " has been silent for too long " + during + ": check that it still runs, then try again."
        "The connection to the server " + address + " was lost " + during + " (" + cause.message + "): check that it still runs, then try again."
    }

    private static boolean untrusted(Throwable cause) {
        cause.cause?.cause instanceof java.security.cert.CertPathBuilderException
    }
}
