package io.revisit.platform.projection;

/** A repository that tells how the fields of its feature are read; asked once, at start. */
public interface ProjectionSource {
    void define(Projections projections);
}
