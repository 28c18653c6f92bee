package io.revisit.sync.scenario;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A pull on a bare connection, whose answer is taken byte by byte, or not to its end. */
final class RawPull implements Closeable {
    private static final int SMALL_WINDOW_BYTES = 4096;

    private final Socket socket = new Socket();

    RawPull(int port, String token, int maxBytes) throws IOException {
        socket.setReceiveBufferSize(SMALL_WINDOW_BYTES);
        socket.connect(new InetSocketAddress("localhost", port));
        String body = "{\"protocol\":1,\"schema\":1,\"maxBytes\":" + maxBytes + "}";
        socket.getOutputStream()
                .write(
                        ("POST /sync/pull HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                                        + token + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                                .getBytes(StandardCharsets.US_ASCII));
    }

    /** Takes this many bytes of the answer, one at a time. */
    String read(int bytes) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder text = new StringBuilder();
        for (int index = 0; index < bytes; index++) {
            text.append((char) in.read());
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
