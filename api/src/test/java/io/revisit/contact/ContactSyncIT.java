package io.revisit.contact;

import io.revisit.testing.Company.Records;
import io.revisit.testing.Edit;
import io.revisit.testing.SyncedCollectionContract;
import org.jspecify.annotations.Nullable;

class ContactSyncIT extends SyncedCollectionContract {

    @Override
    protected Edit edit(Records records, @Nullable Object value) {
        return Edit.update("Contact", records.contact(), field(), value);
    }

    @Override
    protected String field() {
        return "title";
    }

    @Override
    protected String[] values() {
        return new String[] {"Buyer", "Seller"};
    }

    @Override
    protected String table() {
        return "contact";
    }
}
