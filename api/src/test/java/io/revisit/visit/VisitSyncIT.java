package io.revisit.visit;

import io.revisit.testing.Company.Records;
import io.revisit.testing.Edit;
import io.revisit.testing.SyncedCollectionContract;
import org.jspecify.annotations.Nullable;

class VisitSyncIT extends SyncedCollectionContract {

    @Override
    protected Edit edit(Records records, @Nullable Object value) {
        return Edit.update("Visit", records.visit(), field(), value);
    }

    @Override
    protected String field() {
        return "summary";
    }

    @Override
    protected String[] values() {
        return new String[] {"First", "Second"};
    }

    @Override
    protected String table() {
        return "visit";
    }
}
