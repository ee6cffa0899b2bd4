package fijibridge

import groovy.transform.CompileStatic
import javax.net.ssl.HttpsURLConnection

/** Calls of one server: gRPC-Web over HTTP/1.1 with what Java has. */
@CompileStatic
class GrpcWeb {
    static final int CONNECT_MS = 5000, UNARY_MS = 20000, SILENCE_MS = 60000
    private static final int CHUNK = 1 << 20

    /** The address as the user wrote it. */
    final String address
    private final URL base
    private final String token

    /** Takes host, host:port, http://host:port or https://host:port; the port is 50052, and 50051 with https, unless it is given. */
    GrpcWeb(String address) {
        this.address = address.trim()
        base = parse(this.address)
        token = Access.token(this.address)
        if (token && base.protocol == 'http' && !local)
            throw new Failure('The token for ' + address + ' is not sent without encryption, where others could read it: use an address that begins with https://.')
    }

    private boolean isLocal() {
        base.host == 'localhost' || base.host == '[::1]' || base.host.startsWith('127.')
    }

    /** One message there, one back. */
    ProtoMessage unary(String method, ProtoWriter message) {
        HttpURLConnection connection = null
        try {
            connection = open(method, UNARY_MS)
            byte[] body = frame(message.toBytes())
            connection.setFixedLengthStreamingMode(body.length)
            OutputStream out = connection.outputStream
            out.write(body)
            out.close()
            firstMessage(reply(connection))
        } catch (IOException e) {
            throw Failure.network(address, null, e)
        } finally {
            connection?.disconnect()
        }
    }

    private static ProtoMessage firstMessage(FrameReader reader) {
        ProtoMessage first = reader.next() ? new ProtoMessage(reader.payload, 0, reader.length) : null
        if (first == null || reader.next()) throw new IOException('one message was expected')
        first
    }

    /** Starts a call whose messages are written in chunks as they come. */
    HttpURLConnection openStream(String method) {
        HttpURLConnection connection = open(method, SILENCE_MS)
        connection.setChunkedStreamingMode(CHUNK)
        connection
    }

    /** The reply to a call whose messages are all written. */
    FrameReader reply(HttpURLConnection connection) {
        int code = connection.responseCode
        if (code != 200) throw new IOException('HTTP status ' + code)
        String type = connection.contentType
        if (type == null || !type.startsWith('application/grpc')) throw new IOException('content type ' + type)
        Map<String, String> early = new HashMap<String, String>()
        for (String name : ['grpc-status', 'grpc-message']) early.put(name, connection.getHeaderField(name))
        FrameReader.check(early)
        new FrameReader(connection.inputStream)
    }

    static byte[] frame(byte[] message) {
        byte[] framed = new byte[message.length + 5]
        for (int i = 0; i < 4; i++) framed[1 + i] = (byte) (message.length >>> (24 - 8 * i))
        System.arraycopy(message, 0, framed, 5, message.length)
        framed
    }

    private HttpURLConnection open(String method, int silence) {
        URL url = new URL(base, '/fijibridge.v1.' + method)
        HttpURLConnection connection = (HttpURLConnection) (local ? url.openConnection(Proxy.NO_PROXY) : url.openConnection())
        if (connection instanceof HttpsURLConnection) Access.pin((HttpsURLConnection) connection, address)
        connection.requestMethod = 'POST'
        connection.doOutput = true
        connection.useCaches = false
        connection.instanceFollowRedirects = false
        connection.connectTimeout = CONNECT_MS
        connection.readTimeout = silence
        connection.setRequestProperty('Content-Type', 'application/grpc-web+proto')
        connection.setRequestProperty('X-Grpc-Web', '1')
        if (token) connection.setRequestProperty('Authorization', 'Bearer ' + token)
        connection
    }

    private static URL parse(String address) {
        try {
            URL url = new URL(address.contains('://') ? address : 'http://' + address)
            if (!(url.protocol in ['http', 'https']) || !url.host || url.port > 65535) throw new MalformedURLException()
            new URL(url.protocol, url.host, url.port > 0 ? url.port : (url.protocol == 'https' ? 50051 : 50052), '/')
        } catch (MalformedURLException e) {
            throw new Failure('The server address "' + address + '" cannot be read: write host:port, for instance localhost:50052.', -1, e)
        }
    }
}
