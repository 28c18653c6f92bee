package io.revisit.importing;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row whose cells are all understood; {@code values} by database column. */
record CheckedRow(long number, Map<String, @Nullable Object> values) {}
