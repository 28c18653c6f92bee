package io.revisit.importing;

import java.util.List;

/**
 * Where the rows of one kind go. {@code keys} are the database columns by which a record is found again;
 * {@code unique} says that an index holds them so.
 */
record ImportTarget(String table, List<String> keys, boolean unique, List<ImportColumn> columns) {}
