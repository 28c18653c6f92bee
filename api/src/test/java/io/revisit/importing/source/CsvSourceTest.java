package io.revisit.importing.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class CsvSourceTest {
    @Test
    void numbersRowsAsASpreadsheetDoes() {
        List<SourceRow> rows = read("code,name\nA,Alpha\n\nB,\"Beta, Ltd\nSecond line\"\nC,Gamma\n");

        assertThat(rows).extracting(SourceRow::number).containsExactly(2L, 3L, 4L);
        assertThat(rows.get(1).cell("name")).isEqualTo("Beta, Ltd\nSecond line");
        assertThat(rows.get(2).cell("unknown")).isEmpty();
    }

    @Test
    void toleratesAByteOrderMark() {
        assertThat(read("\uFEFFcode,name\r\nA,Ä中\r\n").get(0).cell("code")).isEqualTo("A");
    }

    @Test
    void keepsARowWithTooManyCellsForTheChecker() {
        assertThat(read("a,b\n1,2,3\n").get(0).cells()).containsExactly("1", "2", "3");
    }

    @Test
    void yieldsNothingBelowALoneHeader() {
        assertThat(read("a,b\n")).isEmpty();
    }

    @Test
    void refusesAnEmptyFile() {
        assertThat(failure("", CsvLimits.DEFAULT).code()).isEqualTo(ImportProblem.UNREADABLE);
    }

    @Test
    void refusesTheSameHeaderTwice() {
        assertThat(failure("a,b,a\n1,2,3\n", CsvLimits.DEFAULT))
                .isEqualTo(
                        new ImportError(1, "a", ImportProblem.DUPLICATE_COLUMN, "the header names this column twice"));
    }

    @Test
    void refusesTooManyColumns() {
        assertThat(failure("a,b,c\n", new CsvLimits(10, 2, 1000)).code()).isEqualTo(ImportProblem.TOO_MANY_COLUMNS);
    }

    @Test
    void stopsAtTheRowAfterTheLast() {
        StepVerifier.create(source("a\n1\n2\n3\n".getBytes(StandardCharsets.UTF_8), new CsvLimits(2, 2, 1000))
                        .rows())
                .expectNextCount(2)
                .verifyErrorSatisfies(error -> assertThat(((UnreadableSource) error).error())
                        .extracting(ImportError::row, ImportError::code)
                        .containsExactly(4L, ImportProblem.TOO_MANY_ROWS));
    }

    @Test
    void stopsAtAQuoteThatNeverEnds() {
        String endless = "a,b\n1,2\n\"" + "x,y\n".repeat(100_000);

        assertThat(failure(endless, new CsvLimits(10, 2, 1000)))
                .extracting(ImportError::row, ImportError::code)
                .containsExactly(3L, ImportProblem.ROW_TOO_LONG);
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        byte[] gb18030 = {'a', '\n', (byte) 0xD6, (byte) 0xD0, '\n'};

        assertThat(failure(source(gb18030, CsvLimits.DEFAULT)).code()).isEqualTo(ImportProblem.WRONG_ENCODING);
    }

    @Test
    void readsOnAThreadThatMayBlock() {
        assertThat(Mono.from(source("a\n1\n".getBytes(StandardCharsets.UTF_8), CsvLimits.DEFAULT)
                                .rows()
                                .map(row -> Schedulers.isInNonBlockingThread()))
                        .block())
                .isFalse();
    }

    private static List<SourceRow> read(String text) {
        return source(text.getBytes(StandardCharsets.UTF_8), CsvLimits.DEFAULT)
                .rows()
                .collectList()
                .block();
    }

    private static ImportError failure(String text, CsvLimits limits) {
        return failure(source(text.getBytes(StandardCharsets.UTF_8), limits));
    }

    private static ImportError failure(CsvSource source) {
        return catchThrowableOfType(UnreadableSource.class, () -> source.rows().blockLast())
                .error();
    }

    private static CsvSource source(byte[] bytes, CsvLimits limits) {
        return new CsvSource(() -> new ByteArrayInputStream(bytes), limits);
    }
}
