package io.revisit.ticket;

import io.revisit.testing.Company.Records;
import io.revisit.testing.Edit;
import io.revisit.testing.SyncedCollectionContract;
import org.jspecify.annotations.Nullable;

class TicketSyncIT extends SyncedCollectionContract {

    @Override
    protected Edit edit(Records records, @Nullable Object value) {
        return Edit.update("Ticket", records.ticket(), field(), value);
    }

    @Override
    protected String field() {
        return "subject";
    }

    @Override
    protected String[] values() {
        return new String[] {"One box broken", "No box broken"};
    }

    @Override
    protected String table() {
        return "service_ticket";
    }
}
