package io.revisit.customer;

import io.revisit.testing.Company.Records;
import io.revisit.testing.Edit;
import io.revisit.testing.SyncedCollectionContract;
import org.jspecify.annotations.Nullable;

class CustomerSyncIT extends SyncedCollectionContract {

    @Override
    protected Edit edit(Records records, @Nullable Object value) {
        return Edit.update("Customer", records.customer(), field(), value);
    }

    @Override
    protected String field() {
        return "phone";
    }

    @Override
    protected String[] values() {
        return new String[] {"111", "222"};
    }

    @Override
    protected String table() {
        return "customer";
    }
}
