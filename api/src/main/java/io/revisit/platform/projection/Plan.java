package io.revisit.platform.projection;

import io.r2dbc.spi.Parameters;
import java.util.List;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;

/** A compiled statement: its text, and where each of its values comes from. Good for every request of the same shape. */
record Plan(String sql, List<Compilation.Parameter> parameters) {
    private static final Settings SETTINGS = new Settings()
            .withRenderQuotedNames(RenderQuotedNames.EXPLICIT_DEFAULT_UNQUOTED)
            .withRenderFormatted(false);

    static Plan compile(Compilation compilation, Field<?> answer) {
        String sql = DSL.using(SQLDialect.POSTGRES, SETTINGS).renderInlined(DSL.select(answer));
        return new Plan(sql, List.copyOf(compilation.parameters()));
    }

    Object[] bind(Request request) {
        Object[] values = new Object[parameters.size()];
        for (int index = 0; index < values.length; index++) {
            Compilation.Parameter parameter = parameters.get(index);
            Object value = parameter.value().apply(request);
            values[index] = value == null ? Parameters.in(parameter.type()) : value;
        }
        return values;
    }
}
