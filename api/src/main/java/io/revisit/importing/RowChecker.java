package io.revisit.importing;

import io.revisit.importing.cell.BadCell;
import io.revisit.importing.cell.CellParser;
import io.revisit.importing.cell.Cells;
import io.revisit.importing.source.ImportError;
import io.revisit.importing.source.ImportProblem;
import io.revisit.importing.source.SourceRow;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Turns the raw rows of one file into checked ones or into errors; remembers keys to find duplicates. */
final class RowChecker {
    private final ImportTarget target;
    private final Layout layout;
    private final ImportDefaults defaults;
    private final Set<List<@Nullable Object>> seenKeys = new HashSet<>();

    RowChecker(ImportTarget target, Layout layout, ImportDefaults defaults) {
        this.target = target;
        this.layout = layout;
        this.defaults = defaults;
    }

    /** The checked row, or null after its errors were told. */
    @Nullable
    CheckedRow check(SourceRow row, Consumer<List<ImportError>> refused) {
        List<ImportError> errors = new ArrayList<>();
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        if (row.cells().size() != row.header().size()) {
            errors.add(new ImportError(
                    row.number(),
                    "",
                    ImportProblem.WRONG_NUMBER_OF_CELLS,
                    "the header has " + row.header().size() + " cells, this row "
                            + row.cells().size()));
        } else {
            CellParser.Context context = new CellParser.Context(currency(row), defaults.zone());
            for (ImportColumn column : target.columns()) {
                check(row, column, context, values, errors);
            }
        }
        if (errors.isEmpty()) {
            derive(values);
            refuseDuplicate(row, values, errors);
        }
        if (!errors.isEmpty()) {
            refused.accept(errors);
            return null;
        }
        return new CheckedRow(row.number(), values);
    }

    private void check(
            SourceRow row,
            ImportColumn column,
            CellParser.Context context,
            Map<String, @Nullable Object> values,
            List<ImportError> errors) {
        String header = layout.headers().get(column.name());
        String cell = header == null ? "" : row.cell(header);
        try {
            Object value = null;
            if (cell.length() > column.longest()) {
                errors.add(error(
                        row,
                        column,
                        ImportProblem.TOO_LONG,
                        "at most " + column.longest() + " characters are allowed"));
            } else if (!cell.isEmpty()) {
                value = column.parser().parse(cell, context);
            } else if (column.required()) {
                errors.add(error(row, column, ImportProblem.REQUIRED, "the cell must not be blank"));
            }
            if (column.field() != null) {
                values.put(column.field(), value);
            }
        } catch (BadCell bad) {
            errors.add(error(row, column, bad.problem(), bad.reason()));
        }
    }

    private void derive(Map<String, @Nullable Object> values) {
        for (ImportColumn column : target.columns()) {
            if (column.derivation() != null && column.field() != null && values.get(column.field()) == null) {
                values.put(column.field(), column.derivation().value().of(values, defaults));
            }
        }
    }

    private void refuseDuplicate(SourceRow row, Map<String, @Nullable Object> values, List<ImportError> errors) {
        List<@Nullable Object> key = new ArrayList<>();
        target.keys().forEach(field -> key.add(values.get(field)));
        if (!seenKeys.add(key)) {
            ImportColumn column = target.columns().stream()
                    .filter(candidate ->
                            target.keys().get(target.keys().size() - 1).equals(candidate.field()))
                    .findFirst()
                    .orElseThrow();
            errors.add(error(row, column, ImportProblem.DUPLICATE_IN_FILE, "an earlier row has this key"));
        }
    }

    /** The row's own currency when it has a sensible one: amounts are read by its decimals. */
    private Currency currency(SourceRow row) {
        String header = layout.headers().get("currency");
        String cell = header == null ? "" : row.cell(header);
        if (!cell.isEmpty()) {
            try {
                Object code = Cells.CURRENCY.parse(cell, new CellParser.Context(defaults.currency(), defaults.zone()));
                return Currency.getInstance((String) code);
            } catch (BadCell reportedWithItsColumn) {
                return defaults.currency();
            }
        }
        return defaults.currency();
    }

    private ImportError error(SourceRow row, ImportColumn column, ImportProblem problem, String reason) {
        return new ImportError(row.number(), layout.header(column.name()), problem, reason);
    }
}
