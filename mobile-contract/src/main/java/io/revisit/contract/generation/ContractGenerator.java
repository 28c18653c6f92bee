package io.revisit.contract.generation;

import io.revisit.contract.collection.SyncedTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/** Writes everything that is generated for client developers into a folder. */
public final class ContractGenerator {
    private ContractGenerator() {}

    /** @param folders where to write it, each time the same */
    public static void main(String[] folders) throws IOException {
        Map<String, String> files = files(ProductSchema.read(), WireSchema.read());
        for (String folder : folders) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                Path target = Path.of(folder, file.getKey());
                Files.createDirectories(target.getParent());
                if (!Files.exists(target) || !Files.readString(target).equals(file.getValue())) {
                    Files.writeString(target, file.getValue());
                }
            }
        }
    }

    /** All files by their path below the folder. */
    static Map<String, String> files(ProductSchema schema, WireSchema wire) {
        SyncedTypes types = SyncedTypes.of(schema.schema());
        Map<String, String> files = new TreeMap<>();
        files.put("schema.graphqls", schema.sdl());
        Map<String, ObjectNode> records = RecordSchemas.of(types);
        records.forEach(
                (name, record) -> files.put("json-schema/collections/" + name + ".schema.json", Json.pretty(record)));
        files.put("json-schema/sync.schema.json", Json.pretty(wire.document()));
        files.put("openapi.json", Json.pretty(OpenApiDocument.of(types, wire, records)));
        files.put("rxdb/schemas.ts", RxdbSource.of(types));
        files.put("watermelon/schema.ts", WatermelonSource.schema(types));
        files.put("watermelon/migrations.ts", WatermelonSource.migrations(types));
        files.put("typescript/collections.ts", TypeScriptSource.collections(types));
        files.put("typescript/sync.ts", TypeScriptSource.wire(wire));
        files.put("kotlin/Collections.kt", KotlinSource.collections(types));
        files.put("kotlin/Sync.kt", KotlinSource.wire(wire));
        return files;
    }
}
