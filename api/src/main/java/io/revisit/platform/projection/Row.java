package io.revisit.platform.projection;

import org.jooq.Field;
import org.jooq.impl.DSL;

/** A row of a table under an alias, while a statement is being compiled. */
public record Row(Compilation compilation, String alias) {

    public Field<Object> column(String name) {
        return DSL.field(DSL.name(alias, name));
    }

    public <T> Field<T> column(String name, Class<T> type) {
        return DSL.field(DSL.name(alias, name), type);
    }
}
