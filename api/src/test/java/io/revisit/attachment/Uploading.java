package io.revisit.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.GraphQl;
import io.revisit.testing.Mutation;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks tus as one user, one request at a time, so that a test sees every status and header. */
final class Uploading {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final int port;
    private final String token;

    Uploading(int port, String token) {
        this.port = port;
        this.token = token;
    }

    /** Announces a file and answers its id. */
    UUID announce(UUID customerId, String fileName, String mediaType, byte[] content) {
        Mutation.Outcome outcome = Mutation.of("addAttachment", "customerId", customerId, "fileName", fileName)
                .with("mediaType", mediaType, "byteCount", content.length, "sha256", sha256(content))
                .send(GraphQl.anonymous(port).as(token));
        assertThat(outcome.verdict()).isEqualTo("DONE");
        return UUID.fromString(outcome.text("/id"));
    }

    /** Announces a file and uploads it in one piece. */
    UUID store(UUID customerId, String fileName, String mediaType, byte[] content) {
        UUID id = announce(customerId, fileName, mediaType, content);
        assertThat(create(id, content.length).statusCode()).isEqualTo(201);
        assertThat(patch(id, 0, content).statusCode()).isEqualTo(204);
        return id;
    }

    HttpResponse<byte[]> create(UUID id, long length, String... headers) {
        String metadata = "filename eA==,attachmentId " + base64(id.toString().getBytes(StandardCharsets.UTF_8));
        return send(
                "POST",
                "",
                new byte[0],
                with(headers, "Upload-Length", String.valueOf(length), "Upload-Metadata", metadata));
    }

    HttpResponse<byte[]> createWith(UUID id, byte[] content) {
        String metadata = "attachmentId " + base64(id.toString().getBytes(StandardCharsets.UTF_8));
        return send(
                "POST",
                "",
                content,
                "Upload-Length",
                String.valueOf(content.length),
                "Upload-Metadata",
                metadata,
                "Content-Type",
                "application/offset+octet-stream");
    }

    HttpResponse<byte[]> patch(UUID id, long offset, byte[] bytes, String... headers) {
        return send(
                "PATCH",
                "/" + id,
                bytes,
                with(
                        headers,
                        "Upload-Offset",
                        String.valueOf(offset),
                        "Content-Type",
                        "application/offset+octet-stream"));
    }

    /** How many bytes the server says that it has. */
    long offset(UUID id) {
        HttpResponse<byte[]> head = send("HEAD", "/" + id, new byte[0]);
        assertThat(head.statusCode()).isEqualTo(200);
        return Long.parseLong(head.headers().firstValue("Upload-Offset").orElseThrow());
    }

    HttpResponse<byte[]> send(String method, String path, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + port + "/sync/attachments" + path))
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (!Arrays.asList(headers).contains("Tus-Resumable")) {
            request.header("Tus-Resumable", "1.0.0");
        }
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        for (int index = 0; index < headers.length; index += 2) {
            request.header(headers[index], headers[index + 1]);
        }
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** Begins to send the rest of a file and stops after some bytes; closing the socket is the interruption. */
    Socket begin(UUID id, int offset, byte[] content, int sent) throws IOException {
        Socket socket = new Socket("localhost", port);
        OutputStream out = socket.getOutputStream();
        out.write(
                """
                PATCH /sync/attachments/%s HTTP/1.1\r
                Host: localhost\r
                Authorization: Bearer %s\r
                Tus-Resumable: 1.0.0\r
                Content-Type: application/offset+octet-stream\r
                Upload-Offset: %d\r
                Content-Length: %d\r
                \r
                """
                        .formatted(id, token, offset, content.length - offset)
                        .getBytes(StandardCharsets.US_ASCII));
        out.write(content, offset, sent);
        out.flush();
        return socket;
    }

    static JsonNode error(HttpResponse<byte[]> response) {
        return JsonMapper.shared().readTree(response.body()).at("/error");
    }

    static String code(HttpResponse<byte[]> response) {
        return response.statusCode() + " " + error(response).at("/code").asString();
    }

    static String sha256(byte[] content) {
        return HexFormat.of().formatHex(digest("SHA-256", content));
    }

    static String checksum(String algorithm, String digest, byte[] content) {
        return algorithm + " " + base64(digest(digest, content));
    }

    private static byte[] digest(String algorithm, byte[] content) {
        try {
            return MessageDigest.getInstance(algorithm).digest(content);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String[] with(String[] headers, String... more) {
        String[] all = Arrays.copyOf(headers, headers.length + more.length);
        System.arraycopy(more, 0, all, headers.length, more.length);
        return all;
    }
}
