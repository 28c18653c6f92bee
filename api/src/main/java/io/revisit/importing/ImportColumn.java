package io.revisit.importing;

import io.revisit.importing.cell.CellParser;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One column that a kind of file may have: its name there, the database column and type it fills ({@code field} is
 * null when it is only checked), and how its cells are understood.
 */
record ImportColumn(
        String name,
        @Nullable String field,
        String type,
        boolean required,
        int longest,
        CellParser parser,
        @Nullable Reference reference,
        @Nullable Derivation derivation) {

    /** Cells hold the {@code code} of a row in {@code table}; {@code deletable} ones count only while they live. */
    record Reference(String table, String code, boolean deletable) {}

    /**
     * Fills a field that the file leaves blank. An existing record is overwritten by it only when the file has one of
     * the columns {@code from} which it is derived.
     */
    record Derivation(List<String> from, Value value) {}

    /** Computes a derived field from the row's other fields. */
    @FunctionalInterface
    interface Value {
        Object of(Map<String, @Nullable Object> row, ImportDefaults defaults);
    }

    static ImportColumn of(String name, String field, String type, int longest, CellParser parser) {
        return new ImportColumn(name, field, type, false, longest, parser, null, null);
    }

    /** A column that guards against shifted rows but is not kept. */
    static ImportColumn checkedOnly(String name, int longest, CellParser parser) {
        return new ImportColumn(name, null, "text", false, longest, parser, null, null);
    }

    static ImportColumn code(String name, String field, String table, String code, boolean deletable) {
        return new ImportColumn(
                name, field, "text", false, 254, (cell, context) -> cell, new Reference(table, code, deletable), null);
    }

    ImportColumn mandatory() {
        return new ImportColumn(name, field, type, true, longest, parser, reference, derivation);
    }

    ImportColumn otherwise(Value value, String... from) {
        return new ImportColumn(
                name, field, type, required, longest, parser, reference, new Derivation(List.of(from), value));
    }
}
