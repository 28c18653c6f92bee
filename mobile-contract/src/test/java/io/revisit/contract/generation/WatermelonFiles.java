package io.revisit.contract.generation;

import io.revisit.contract.collection.SyncedTypes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes what is generated for WatermelonDB, of any schema. */
public final class WatermelonFiles {
    private WatermelonFiles() {}

    public static void write(SyncedTypes types, Path folder) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("schema.ts"), WatermelonSource.schema(types));
            Files.writeString(folder.resolve("migrations.ts"), WatermelonSource.migrations(types));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
