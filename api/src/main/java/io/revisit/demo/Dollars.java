package io.revisit.demo;

import java.util.Locale;

/** Amounts in sentences. */
final class Dollars {
    private Dollars() {}

    static String text(long amountMinor) {
        return String.format(Locale.ENGLISH, "$%,d.%02d", amountMinor / 100, amountMinor % 100);
    }
}
