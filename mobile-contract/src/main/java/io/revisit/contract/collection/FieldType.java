package io.revisit.contract.collection;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a field of a copy holds, and how it is written in JSON. */
public enum FieldType {
    /** A UUID in its canonical form. */
    ID,
    /** Text. */
    STRING,
    /** One of a few names. */
    ENUM,
    /** A whole number of 32 bits. */
    INT,
    /** A whole number up to 2^53 - 1. */
    LONG,
    /** A decimal number. */
    FLOAT,
    /** True or false. */
    BOOLEAN,
    /** A point in time, RFC 3339, in UTC. */
    DATE_TIME,
    /** A calendar day, RFC 3339 {@code full-date}. */
    DATE,
    /** Any JSON value. */
    JSON;

    private static final Map<String, FieldType> OF_SCALARS = Map.of(
            "ID",
            ID,
            "String",
            STRING,
            "Int",
            INT,
            "Long",
            LONG,
            "Float",
            FLOAT,
            "Boolean",
            BOOLEAN,
            "DateTime",
            DATE_TIME,
            "Date",
            DATE,
            "JSON",
            JSON);

    static @Nullable FieldType ofScalar(String name) {
        return OF_SCALARS.get(name);
    }
}
