package io.revisit.platform.projection;

import org.jooq.Field;

/** How one GraphQL field is read: the SQL expression of its value, given the row it belongs to. */
@FunctionalInterface
public interface FieldProjection {
    Field<?> project(Row row, Selected selected);
}
