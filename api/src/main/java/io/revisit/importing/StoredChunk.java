package io.revisit.importing;

import java.util.List;

/** What the database made of a chunk: how many rows it wrote, and which named records that do not exist. */
record StoredChunk(long stored, List<UnknownReference> unknown) {

    /** A row whose column names a record that does not exist. */
    record UnknownReference(long row, String column) {}
}
