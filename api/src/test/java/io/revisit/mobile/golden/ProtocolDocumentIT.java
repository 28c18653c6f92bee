package io.revisit.mobile.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.contract.collection.SyncedField;
import io.revisit.sync.collection.Collection;
import io.revisit.sync.collection.Collections;
import io.revisit.sync.collection.Operation;
import io.revisit.testing.CompanyTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What {@code PROTOCOL.md} says that phones may send is what features accept. */
class ProtocolDocumentIT extends CompanyTest {
    private static final String MARK = "<!-- accepts:";

    @Autowired
    private Collections collections;

    /** On failure, the expected rows are what to paste into the document. */
    @Test
    void listsWhatPhonesMaySend() throws IOException {
        String text = Files.readString(Path.of("../mobile-contract/PROTOCOL.md"));
        String rows = text.substring(text.indexOf(MARK))
                .lines()
                .skip(3)
                .takeWhile(line -> line.startsWith("|"))
                .collect(Collectors.joining("\n"));

        assertThat(rows)
                .isEqualTo(collections.all().stream()
                        .filter(collection -> Arrays.stream(Operation.values()).anyMatch(collection.accepts()::allows))
                        .map(ProtocolDocumentIT::row)
                        .collect(Collectors.joining("\n")));
    }

    private static String row(Collection collection) {
        return "| `%s` | %s | %s | %s |"
                .formatted(
                        collection.name(),
                        fields(collection, Operation.CREATE),
                        fields(collection, Operation.UPDATE),
                        collection.accepts().allows(Operation.DELETE) ? "yes" : "");
    }

    private static String fields(Collection collection, Operation operation) {
        List<String> all = collection.type().fields().stream()
                .map(SyncedField::name)
                .filter(name -> collection.accepts().allows(operation, name))
                .toList();
        Stream<String> unread = collection.accepts().fields(operation).stream()
                .filter(name -> !all.contains(name))
                .sorted()
                .map(name -> name + "+");
        return Stream.concat(all.stream(), unread).map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }
}
