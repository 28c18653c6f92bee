package io.revisit.contact;

import io.revisit.platform.sync.SyncedFeature;
import org.springframework.stereotype.Component;

/** Contacts on phones: for whoever has their customer. */
@Component
class ContactSync implements SyncedFeature {
    @Override
    public String type() {
        return "Contact";
    }

    @Override
    public String table() {
        return "contact";
    }
}
