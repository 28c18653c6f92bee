package io.revisit.contract.generation;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Judges JSON by the generated schemas. */
public final class JsonSchemas {
    private static final String WIRE = "https://revisit.io/contract/sync.schema.json";
    private static final SchemaLocation META = SchemaLocation.of("https://json-schema.org/draft/2020-12/schema");

    private final SchemaRegistry registry;

    /** @param files the generated files by path */
    JsonSchemas(Map<String, String> files) {
        Map<String, String> schemas = files.values().stream()
                .filter(text -> text.startsWith("{") && text.contains("\"$id\""))
                .collect(Collectors.toMap(
                        text -> Json.MAPPER.readTree(text).get("$id").stringValue(), text -> text));
        registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(schemas));
    }

    /** Those of the product. */
    public static JsonSchemas ofTheProduct() throws IOException {
        return new JsonSchemas(ContractGenerator.files(ProductSchema.read(), WireSchema.read()));
    }

    /** What is wrong with a body or frame, by the name of its definition. */
    public List<String> problemsOfMessage(String definition, String json) {
        return problems(registry.getSchema(SchemaLocation.of(WIRE + WireSchema.REFERENCE + definition)), json);
    }

    /** What is wrong with a record. */
    public List<String> problemsOfRecord(String collection, String json) {
        String id = "https://revisit.io/contract/collections/" + collection + ".schema.json";
        return problems(registry.getSchema(SchemaLocation.of(id)), json);
    }

    /** What is wrong with a schema. */
    List<String> problemsOfSchema(String json) {
        return problems(registry.getSchema(META), json);
    }

    private static List<String> problems(Schema schema, String json) {
        return schema
                .validate(
                        json,
                        InputFormat.JSON,
                        run -> run.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Error::toString)
                .toList();
    }
}
