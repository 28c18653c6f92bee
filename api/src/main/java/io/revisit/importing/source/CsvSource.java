package io.revisit.importing.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** A CSV file (RFC 4180, UTF-8, header first), read row by row and never on an event loop. */
public final class CsvSource implements ImportSource {
    private final Callable<InputStream> content;
    private final CsvLimits limits;

    public CsvSource(Callable<InputStream> content, CsvLimits limits) {
        this.content = content;
        this.limits = limits;
    }

    public CsvSource(Callable<InputStream> content) {
        this(content, CsvLimits.DEFAULT);
    }

    @Override
    public Flux<SourceRow> rows() {
        return Flux.using(
                        () -> new CsvReading(content.call(), limits),
                        reading -> Flux.<SourceRow>generate(sink -> reading.next(sink)),
                        CsvReading::close)
                .onErrorMap(
                        IOException.class,
                        error -> new UnreadableSource(1, "", ImportProblem.UNREADABLE, "the file cannot be read"))
                .subscribeOn(Schedulers.boundedElastic());
    }
}
