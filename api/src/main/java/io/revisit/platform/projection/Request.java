package io.revisit.platform.projection;

import io.revisit.platform.security.Viewer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a compiled statement takes its values from: the viewer, the time and the arguments of this very request. */
public record Request(Viewer viewer, Instant now, List<Selected> fields, Map<String, Object> extra) {

    /** This request's value of an argument of a field that stood at the same place when the statement was compiled. */
    public @Nullable Object argument(Selected selected, String name) {
        return fields.get(selected.ordinal()).argument(name);
    }

    public @Nullable Object argument(Selected selected, String name, String field) {
        return fields.get(selected.ordinal()).argument(name, field);
    }
}
