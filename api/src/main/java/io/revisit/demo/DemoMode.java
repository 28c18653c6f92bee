package io.revisit.demo;

import java.util.Locale;

/** Whether the demo tenant is made at start. */
enum DemoMode {
    /** In the embedded database, when it has no tenant at all. */
    AUTO,
    /** In any database that does not have it yet. */
    ON,
    OFF;

    /** YAML reads a bare {@code off} as false, so both words mean the same. */
    static DemoMode of(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "auto", "" -> AUTO;
            case "on", "true" -> ON;
            case "off", "false" -> OFF;
            default -> throw new IllegalArgumentException("revisit.demo must be auto, on or off, not " + text);
        };
    }

    boolean wants(boolean embedded, DemoRepository.Presence presence) {
        return switch (this) {
            case AUTO -> embedded && !presence.anyTenant();
            case ON -> !presence.demoTenant();
            case OFF -> false;
        };
    }
}
