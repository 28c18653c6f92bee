package io.revisit.platform.projection;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.UUID;

/** A PostgreSQL type and the Java type that is bound for it. */
public record SqlType<T>(String name, Class<T> javaType) {
    public static final SqlType<UUID> ID = new SqlType<>("uuid", UUID.class);
    public static final SqlType<String> TEXT = new SqlType<>("text", String.class);
    public static final SqlType<Integer> INTEGER = new SqlType<>("int", Integer.class);
    public static final SqlType<Boolean> BOOLEAN = new SqlType<>("boolean", Boolean.class);
    public static final SqlType<LocalDate> DATE = new SqlType<>("date", LocalDate.class);
    public static final SqlType<OffsetDateTime> INSTANT = new SqlType<>("timestamptz", OffsetDateTime.class);
    public static final SqlType<UUID[]> IDS = new SqlType<>("uuid[]", UUID[].class);
    public static final SqlType<String[]> TEXTS = new SqlType<>("text[]", String[].class);
}
