package io.revisit.importing.source;

import reactor.core.publisher.Flux;

/** Rows to import, in order; each subscription starts again from the first. Fails with {@link UnreadableSource} only. */
@FunctionalInterface
public interface ImportSource {
    Flux<SourceRow> rows();
}
