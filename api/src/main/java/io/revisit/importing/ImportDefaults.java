package io.revisit.importing;

import java.time.ZoneId;
import java.util.Currency;

/** The tenant's own answers for what a file leaves open. */
record ImportDefaults(Currency currency, ZoneId zone, String language) {}
