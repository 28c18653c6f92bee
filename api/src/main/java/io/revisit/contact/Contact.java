package io.revisit.contact;

import java.util.UUID;

/** A contact as it is locked for a change. */
record Contact(UUID customerId, int version) {}
