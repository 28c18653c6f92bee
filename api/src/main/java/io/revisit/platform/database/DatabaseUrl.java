package io.revisit.platform.database;

import io.revisit.platform.StartRefused;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.SslMode;

/** Where a PostgreSQL database is and who connects; understands the forms that hosting companies hand out. */
public record DatabaseUrl(
        String host,
        int port,
        String database,
        String user,
        String password,
        @Nullable String sslMode,
        @Nullable String sslRootCertificate) {
    private static final int DEFAULT_PORT = 5432;
    private static final Set<String> SCHEMES = Set.of("postgres", "postgresql");
    private static final Set<String> PARAMETERS = Set.of("user", "password", "sslmode", "sslrootcert");

    /** @param setting names the setting in the sentence that refuses a bad value */
    public static DatabaseUrl parse(String setting, String value) {
        URI uri = uri(setting, value);
        if (uri.getHost() == null || uri.getPath() == null || uri.getPath().length() < 2) {
            throw malformed(setting);
        }
        Map<String, String> parameters = parameters(setting, uri.getRawQuery());
        String userInfo = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo();
        int colon = userInfo.indexOf(':');
        String user = colon < 0 ? userInfo : userInfo.substring(0, colon);
        String password = colon < 0 ? "" : userInfo.substring(colon + 1);
        DatabaseUrl url = new DatabaseUrl(
                uri.getHost().replaceAll("[\\[\\]]", ""),
                uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
                decode(uri.getRawPath().substring(1)),
                parameters.getOrDefault("user", decode(user)),
                parameters.getOrDefault("password", decode(password)),
                sslMode(setting, parameters.get("sslmode")),
                parameters.get("sslrootcert"));
        if (url.user.isEmpty()) {
            throw new StartRefused(setting + " names no user.");
        }
        return url;
    }

    public DatabaseUrl withDatabase(String other) {
        return new DatabaseUrl(host, port, other, user, password, sslMode, sslRootCertificate);
    }

    public DatabaseUrl withUser(String otherUser, String otherPassword) {
        return new DatabaseUrl(host, port, database, otherUser, otherPassword, sslMode, sslRootCertificate);
    }

    /** A source of JDBC connections without a pool. */
    public PGSimpleDataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {host});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName(database);
        source.setUser(user);
        source.setPassword(password);
        source.setApplicationName("revisit");
        if (sslMode != null) {
            source.setSslMode(sslMode);
        }
        if (sslRootCertificate != null) {
            source.setSslRootCert(sslRootCertificate);
        }
        return source;
    }

    @Override
    public String toString() {
        return host + ":" + port + "/" + database + " as " + user;
    }

    private static URI uri(String setting, String value) {
        String bare = value.strip().replaceFirst("^(jdbc|r2dbc):", "");
        try {
            URI uri = new URI(bare);
            if (uri.getScheme() == null || !SCHEMES.contains(uri.getScheme().toLowerCase(Locale.ROOT))) {
                throw malformed(setting);
            }
            return uri;
        } catch (URISyntaxException malformed) {
            // The cause would repeat the URL and with it the password.
            throw malformed(setting);
        }
    }

    private static Map<String, String> parameters(String setting, @Nullable String query) {
        Map<String, String> parameters = new TreeMap<>();
        if (query == null) {
            return parameters;
        }
        for (String parameter : query.split("&")) {
            String name = parameter.replaceFirst("=.*", "");
            if (!PARAMETERS.contains(name) || !parameter.contains("=")) {
                throw new StartRefused("%s has a parameter that Revisit does not know: %s. It knows %s."
                        .formatted(setting, name, PARAMETERS.stream().sorted().toList()));
            }
            parameters.put(name, decode(parameter.substring(name.length() + 1)));
        }
        return parameters;
    }

    private static @Nullable String sslMode(String setting, @Nullable String value) {
        if (value != null && Arrays.stream(SslMode.values()).noneMatch(mode -> mode.value.equals(value))) {
            throw new StartRefused(setting + " has an unknown sslmode: " + value + ".");
        }
        return value;
    }

    private static StartRefused malformed(String setting) {
        return new StartRefused(
                setting + " is not a PostgreSQL URL: expected postgresql://user:password@host:port/database,"
                        + " with special characters of the password percent-encoded.");
    }

    private static String decode(String value) {
        return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
