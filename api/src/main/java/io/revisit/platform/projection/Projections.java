package io.revisit.platform.projection;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** How every GraphQL type is read, as the features' repositories declared it. */
@Component
public class Projections {
    private final Map<String, Projection> types = new LinkedHashMap<>();
    private final Set<String> built = new HashSet<>();

    Projections(List<ProjectionSource> sources) {
        sources.forEach(source -> source.define(this));
    }

    /** The projection of a type, to be declared or added to; features add fields to each other's types by name. */
    public Projection type(String name) {
        return types.computeIfAbsent(name, Projection::new);
    }

    /** Objects of this type have no row of their own: a field of their parent's builds them, under their result keys. */
    public void builtByParent(String type) {
        built.add(type);
    }

    public boolean isBuiltByParent(String type) {
        return built.contains(type);
    }

    /** Whether this type is read through projections at all. */
    public boolean declares(String type) {
        return types.containsKey(type);
    }

    public boolean declares(String type, String field) {
        return declares(type) && get(type).fieldNames().contains(field);
    }

    /** How many elements a plain list may have; 1 for what is none. */
    public int listLimit(String type, String field) {
        return declares(type) ? get(type).listLimit(field) : 1;
    }

    /** Whether objects of this type are read by their id. */
    public boolean isNode(String type) {
        return declares(type) && get(type).isNode();
    }

    Projection get(String name) {
        Projection projection = types.get(name);
        if (projection == null) {
            throw new IllegalStateException("No repository declares how the type " + name + " is read");
        }
        return projection;
    }

    /** Types that {@code node(id)} can find. */
    List<Projection> nodes() {
        return types.values().stream().filter(Projection::isNode).toList();
    }
}
