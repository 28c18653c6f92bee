package io.revisit.importing.source;

import java.util.ArrayList;
import java.util.List;

/** One row as the file has it, with the header it stands under; {@code number} counts the header as row 1. */
public record SourceRow(long number, List<String> header, List<String> cells) {

    public SourceRow {
        header = List.copyOf(header);
        cells = List.copyOf(cells);
    }

    /** The cell under a header without surrounding space; empty when the file has no such column. */
    public String cell(String name) {
        int index = header.indexOf(name);
        return index < 0 || index >= cells.size() ? "" : cells.get(index).strip();
    }

    /** The same row with one more column at its end. */
    public SourceRow with(String name, String value) {
        List<String> names = new ArrayList<>(header);
        List<String> values = new ArrayList<>(cells);
        names.add(name);
        values.add(value);
        return new SourceRow(number, names, values);
    }
}
