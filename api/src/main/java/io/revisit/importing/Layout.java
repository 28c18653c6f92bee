package io.revisit.importing;

import io.revisit.importing.source.HeaderMapping;
import io.revisit.importing.source.ImportProblem;
import io.revisit.importing.source.UnreadableSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which column stands under which header of one file; the rest of the header is ignored, and said so. */
record Layout(Map<String, String> headers, List<String> ignored) {

    static Layout of(ImportTarget target, HeaderMapping mapping, List<String> header) {
        Map<String, String> headers = new LinkedHashMap<>();
        List<String> ignored = new ArrayList<>();
        for (String name : header) {
            String column = mapping.column(name);
            if (column == null || !isImported(target, column)) {
                ignored.add(name);
            } else if (headers.putIfAbsent(column, name) != null) {
                throw new UnreadableSource(
                        1, name, ImportProblem.DUPLICATE_COLUMN, "another column is " + column + " too");
            }
        }
        for (ImportColumn column : target.columns()) {
            if (column.required() && !headers.containsKey(column.name())) {
                throw new UnreadableSource(
                        1, column.name(), ImportProblem.MISSING_COLUMN, "the file has no column for " + column.name());
            }
        }
        return new Layout(headers, ignored);
    }

    /** Whether the file can say something about the column, itself or what it is derived from. */
    boolean speaksOf(ImportColumn column) {
        return headers.containsKey(column.name())
                || (column.derivation() != null
                        && column.derivation().from().stream().anyMatch(headers::containsKey));
    }

    /** The file's own name of a column. */
    String header(String column) {
        return headers.getOrDefault(column, column);
    }

    private static boolean isImported(ImportTarget target, String name) {
        return target.columns().stream().anyMatch(column -> column.name().equals(name) && column.longest() > 0);
    }
}
