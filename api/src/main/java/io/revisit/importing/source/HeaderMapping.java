package io.revisit.importing.source;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which of our columns a file's header means: by its own name, or as somebody has said. */
public final class HeaderMapping {
    private final @Nullable Map<String, String> columns;

    private HeaderMapping(@Nullable Map<String, String> columns) {
        this.columns = columns;
    }

    /** Every header means the column of the same name. */
    public static HeaderMapping identity() {
        return new HeaderMapping(null);
    }

    /** From the file's headers to our columns; a header that is not mentioned is not imported. */
    public static HeaderMapping of(Map<String, String> columns) {
        return new HeaderMapping(new LinkedHashMap<>(columns));
    }

    public @Nullable String column(String header) {
        return columns == null ? header : columns.get(header);
    }
}
