package io.revisit.contract.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.contract.collection.SyncedField;
import io.revisit.contract.collection.SyncedType;
import io.revisit.contract.collection.SyncedTypes;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class RecordSchemasTest {
    private static SyncedTypes types;
    private static Map<String, String> files;
    private static JsonSchemas schemas;

    @BeforeAll
    static void generate() throws IOException {
        ProductSchema product = ProductSchema.read();
        types = SyncedTypes.of(product.schema());
        files = ContractGenerator.files(product, WireSchema.read());
        schemas = new JsonSchemas(files);
    }

    @Test
    void areSchemasThemselves() {
        List<String> paths = files.keySet().stream()
                .filter(path -> path.startsWith("json-schema/"))
                .toList();

        assertThat(paths).hasSizeGreaterThan(types.all().size());
        assertThat(paths).allSatisfy(path -> assertThat(schemas.problemsOfSchema(files.get(path)))
                .isEmpty());
        assertThat(schemas.problemsOfSchema("{\"type\": \"tuple\"}")).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("all")
    void takeRecordsAsTheServerSendsThem(SyncedType type) {
        assertThat(schemas.problemsOfRecord(type.name(), record(type, true).toString()))
                .isEmpty();
        assertThat(schemas.problemsOfRecord(type.name(), record(type, false).toString()))
                .isEmpty();
        assertThat(schemas.problemsOfRecord(
                        type.name(), record(type, true).put("ofANewerServer", 1).toString()))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("all")
    void refuseRecordsThatAreNot(SyncedType type) {
        for (SyncedField field : type.fields()) {
            ObjectNode without = record(type, true);
            without.remove(field.name());
            assertThat(schemas.problemsOfRecord(type.name(), without.toString()))
                    .as("%s without %s", type.name(), field.name())
                    .isNotEmpty();
            if (field.type() != io.revisit.contract.collection.FieldType.JSON) {
                ObjectNode wrong = record(type, true);
                wrong.putObject(field.name());
                assertThat(schemas.problemsOfRecord(type.name(), wrong.toString()))
                        .as("%s with an object as %s", type.name(), field.name())
                        .isNotEmpty();
            }
        }
    }

    static List<SyncedType> all() throws IOException {
        return SyncedTypes.of(ProductSchema.read().schema()).all();
    }

    /** With a value in every field, or with null wherever that may be. */
    private static ObjectNode record(SyncedType type, boolean full) {
        ObjectNode record = Json.object().put(RecordSchemas.VERSION, 1_700_000_000_000_000L);
        for (SyncedField field : type.fields()) {
            JsonNode value = full || field.required() ? value(field) : Json.MAPPER.nullNode();
            record.set(
                    field.name(),
                    field.list() && !value.isNull()
                            ? Json.MAPPER.createArrayNode().add(value)
                            : value);
        }
        return record;
    }

    private static JsonNode value(SyncedField field) {
        return Json.MAPPER.readTree(
                switch (field.type()) {
                    case ID -> "\"01900000-0000-7000-8000-000000000001\"";
                    case STRING -> "\"text\"";
                    case ENUM -> Json.quoted(field.values().get(0));
                    case INT -> "7";
                    case LONG -> "9007199254740991";
                    case FLOAT -> "0.5";
                    case BOOLEAN -> "true";
                    case DATE_TIME -> "\"2026-11-21T09:30:00.123456+00:00\"";
                    case DATE -> "\"2026-11-21\"";
                    case JSON -> "{\"a\": [1, null]}";
                });
    }
}
