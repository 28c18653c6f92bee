package io.revisit.sync.pull;

import io.revisit.RevisitApplication;
import io.revisit.identity.token.AccessTokens;
import io.revisit.sync.collection.Collections;
import io.revisit.sync.cursor.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The application in a process of its own, which also tells what a benchmark needs: access tokens and the statements. */
public final class BenchmarkedServer {
    public static final String READY = "BENCHMARK READY";

    private BenchmarkedServer() {}

    /** Arguments: a folder to write to, the tenant, then the users, whose session and device have their id. */
    public static void main(String[] arguments) throws IOException {
        ConfigurableApplicationContext context = SpringApplication.run(RevisitApplication.class);
        Path folder = Path.of(arguments[0]);
        UUID tenant = UUID.fromString(arguments[1]);
        AccessTokens tokens = context.getBean(AccessTokens.class);
        List<String> values = new ArrayList<>();
        for (int index = 2; index < arguments.length; index++) {
            UUID user = UUID.fromString(arguments[index]);
            values.add(tokens.issue(tenant, user, user, user).block().value());
        }
        Files.write(folder.resolve("tokens"), values);
        Collections collections = context.getBean(Collections.class);
        for (Phase phase : Phase.values()) {
            Files.writeString(
                    folder.resolve(phase + ".sql"), PullSql.of(phase, collections, collections.schemaVersion()));
        }
        Files.writeString(
                folder.resolve("collections"),
                String.join(
                        ",",
                        collections.all().stream()
                                .map(collection -> collection.name())
                                .toList()));
        System.out.println(READY);
    }
}
