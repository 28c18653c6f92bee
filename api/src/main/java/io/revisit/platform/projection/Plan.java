package io.revisit.platform.projection;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;

/**
 * A compiled statement: its text, and where each of its values comes from. Good for every request of the same shape.
 *
 * @param unbound parameters that ended up nowhere in the text; still computed, because each may refuse the request
 */
record Plan(String sql, List<Compilation.Parameter> parameters, List<Compilation.Parameter> unbound) {
    private static final Pattern NUMBER = Pattern.compile("\\$(\\d+)");
    private static final Settings SETTINGS = new Settings()
            .withRenderQuotedNames(RenderQuotedNames.EXPLICIT_DEFAULT_UNQUOTED)
            .withRenderFormatted(false);

    static Plan compile(Compilation compilation, Field<?> answer) {
        String text = DSL.using(SQLDialect.POSTGRES, SETTINGS).renderInlined(DSL.select(answer));
        Set<Compilation.Parameter> bound = new LinkedHashSet<>();
        List<Compilation.Parameter> all = compilation.parameters();
        // The driver insists on numbers without gaps.
        String sql = NUMBER.matcher(text).replaceAll(found -> {
            Compilation.Parameter parameter = all.get(Integer.parseInt(found.group(1)) - 1);
            bound.add(parameter);
            return "\\$" + (List.copyOf(bound).indexOf(parameter) + 1);
        });
        return new Plan(
                sql,
                List.copyOf(bound),
                all.stream().filter(parameter -> !bound.contains(parameter)).toList());
    }

    Object[] bind(Request request) {
        unbound.forEach(parameter -> parameter.valueFor(request));
        return parameters.stream().map(parameter -> parameter.valueFor(request)).toArray();
    }
}
