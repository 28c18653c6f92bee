package io.revisit.importing.source;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.SynchronousSink;

/** One open CSV file and how far it has been read. */
final class CsvReading {
    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).get();
    private static final int READ_AHEAD = 16_384;
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private final CsvLimits limits;
    private final RowLimitReader reader;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private @Nullable List<String> header;
    private long row;

    CsvReading(InputStream content, CsvLimits limits) throws IOException {
        this.limits = limits;
        Reader characters = new BufferedReader(new InputStreamReader(
                content,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
        this.reader = new RowLimitReader(characters, limits.rowCharacters() + READ_AHEAD);
        this.parser = CSVParser.builder().setReader(reader).setFormat(FORMAT).get();
        this.records = parser.iterator();
    }

    void next(SynchronousSink<SourceRow> sink) {
        CSVRecord cells = nextRecord();
        List<String> names = header;
        if (names == null) {
            if (cells == null) {
                throw stop("", ImportProblem.UNREADABLE, "the file is empty: a header row is missing");
            }
            names = checkedHeader(cells);
            header = names;
            cells = nextRecord();
        }
        if (cells == null) {
            sink.complete();
            return;
        }
        if (row - 1 > limits.rows()) {
            throw stop("", ImportProblem.TOO_MANY_ROWS, "a file has at most " + limits.rows() + " rows");
        }
        sink.next(new SourceRow(row, names, Arrays.asList(cells.values())));
    }

    private @Nullable CSVRecord nextRecord() {
        row++;
        reader.startRow();
        try {
            return records.hasNext() ? records.next() : null;
        } catch (UncheckedIOException | IllegalStateException broken) {
            throw explained(broken);
        }
    }

    private UnreadableSource explained(RuntimeException broken) {
        for (Throwable cause = broken; cause != null; cause = cause.getCause()) {
            if (cause instanceof RowLimitReader.RowTooLong) {
                return stop(
                        "", ImportProblem.ROW_TOO_LONG, "a row has at most " + limits.rowCharacters() + " characters");
            }
            if (cause instanceof CharacterCodingException) {
                return stop("", ImportProblem.WRONG_ENCODING, "the file is not UTF-8");
            }
        }
        return stop("", ImportProblem.UNREADABLE, "the quotes are broken here");
    }

    private List<String> checkedHeader(CSVRecord cells) {
        if (cells.size() > limits.columns()) {
            throw stop("", ImportProblem.TOO_MANY_COLUMNS, "a file has at most " + limits.columns() + " columns");
        }
        List<String> names =
                Arrays.stream(cells.values()).map(CsvReading::withoutMark).toList();
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw stop(name, ImportProblem.DUPLICATE_COLUMN, "the header names this column twice");
            }
        }
        return names;
    }

    private static String withoutMark(String name) {
        return (!name.isEmpty() && name.charAt(0) == BYTE_ORDER_MARK ? name.substring(1) : name).strip();
    }

    private UnreadableSource stop(String column, ImportProblem problem, String reason) {
        return new UnreadableSource(row, column, problem, reason);
    }

    void close() {
        try {
            parser.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
