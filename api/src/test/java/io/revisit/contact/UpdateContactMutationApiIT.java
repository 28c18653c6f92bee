package io.revisit.contact;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.Company.Records;
import io.revisit.testing.Mutation;
import io.revisit.testing.Mutation.Outcome;
import io.revisit.testing.MutationApiTest;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who may change which contact, and how the main mark moves. */
class UpdateContactMutationApiIT extends MutationApiTest {

    @Test
    void whoeverWorksChangesContactsOfCustomersHeSees() {
        assertThat(update(company.own).send(anonymous()).verdict()).isEqualTo("UNAUTHENTICATED");
        assertThat(verdict(Persona.OUTSIDER, update(company.own))).isEqualTo("NOT_FOUND id");
        assertThat(verdict(Persona.REP, update(company.own))).isEqualTo("DONE");
        assertThat(verdict(Persona.REP, update(company.shared))).isEqualTo("DONE");
        assertThat(verdict(Persona.REP, update(company.colleagues))).isEqualTo("NOT_FOUND id");
        assertThat(verdict(Persona.REP, update(otherCompany().own))).isEqualTo("NOT_FOUND id");
        assertThat(verdict(Persona.SUPERVISOR, update(company.colleagues))).isEqualTo("DONE");
        assertThat(verdict(Persona.OTHER_SUPERVISOR, update(company.own))).isEqualTo("NOT_FOUND id");
        assertThat(verdict(Persona.DIRECTOR, update(company.outsiders))).isEqualTo("DONE");
        assertThat(verdict(Persona.ADMIN, update(company.own).with("expectedVersion", 2)))
                .isEqualTo("DONE");
        assertThat(verdict(Persona.QA, update(company.own))).isEqualTo("FORBIDDEN");
    }

    @Test
    void onlyWhatIsGivenChangesAndNullEmpties() {
        Outcome full =
                send(Persona.REP, update(company.own).with("title", "Buyer", "phone", "021", "email", "w@tea.cn"));
        assertThat(full.text("/name")).isEqualTo("Renamed");
        assertThat(full.text("/main")).isEqualTo("true");
        assertThat(full.text("/version")).isEqualTo("2");

        Outcome emptied = send(
                Persona.REP,
                Mutation.of("updateContact", "id", company.own.contact(), "expectedVersion", 2)
                        .with("title", null, "email", " "));
        assertThat(emptied.text("/title")).isEqualTo("null");
        assertThat(emptied.text("/email")).isEqualTo("null");
        assertThat(emptied.text("/phone")).isEqualTo("021");
        assertThat(emptied.text("/name")).isEqualTo("Renamed");
        assertThat(emptied.text("/main")).isEqualTo("true");
    }

    @Test
    void theMainMarkMovesAndCanBeTakenAway() {
        UUID second = add();
        Mutation mark = Mutation.of("updateContact", "id", second, "expectedVersion", 1, "main", true);
        assertThat(send(Persona.REP, mark).text("/main")).isEqualTo("true");
        assertThat(mainContacts()).containsExactly(second.toString());
        assertThat(send(Persona.REP, mark).replayed()).isTrue();
        assertThat(verdict(Persona.REP, mark.again().with("expectedVersion", 2)))
                .isEqualTo("DONE");
        assertThat(mainContacts()).containsExactly(second.toString());
        assertThat(verdict(Persona.REP, mark.again().with("expectedVersion", 2, "main", false)))
                .isEqualTo("DONE");
        assertThat(mainContacts()).isEmpty();
    }

    @Test
    void ofTwoContactsMarkedAtOnceOneIsMain() {
        for (int round = 1; round <= 4; round++) {
            List<UUID> contacts = List.of(add(), add());
            List<String> verdicts = IntStream.range(0, 2)
                    .parallel()
                    .mapToObj(index -> verdict(
                            Persona.REP,
                            Mutation.of(
                                    "updateContact", "id", contacts.get(index), "expectedVersion", 1, "main", true)))
                    .sorted()
                    .toList();
            // Whoever comes second marks his own, which nobody has changed.
            assertThat(verdicts).containsExactly("DONE", "DONE");
            assertThat(mainContacts()).hasSize(1).containsAnyElementsOf(texts(contacts));
        }
    }

    @Test
    void aChangeBasedOnAnotherVersionIsRefusedAndMovesNoMark() {
        UUID second = add();
        Outcome stale =
                send(Persona.REP, Mutation.of("updateContact", "id", second, "expectedVersion", 3, "main", true));
        assertThat(stale.verdict()).isEqualTo("CONFLICT");
        assertThat(stale.details().at("/version").asInt()).isEqualTo(1);
        assertThat(stale.at("").isNull()).isTrue();
        assertThat(mainContacts()).containsExactly(company.own.contact().toString());
    }

    @Test
    void ofTwoChangesOfTheSameVersionOneIsRefused() {
        List<String> verdicts = IntStream.range(0, 2)
                .parallel()
                .mapToObj(index -> verdict(Persona.REP, update(company.own).with("name", "Name " + index)))
                .sorted()
                .toList();
        assertThat(verdicts).containsExactly("CONFLICT", "DONE");
    }

    @Test
    void inputHasBounds() {
        Mutation valid = update(company.own).without("name");
        assertThat(verdict(Persona.REP, valid, "name", null)).isEqualTo("INVALID_INPUT name REQUIRED");
        assertThat(verdict(Persona.REP, valid, "name", " ")).isEqualTo("INVALID_INPUT name LENGTH");
        assertThat(verdict(Persona.REP, valid, "main", null)).isEqualTo("INVALID_INPUT main REQUIRED");
        assertThat(verdict(Persona.REP, valid, "title", "x".repeat(101))).isEqualTo("INVALID_INPUT title LENGTH");
        assertThat(verdict(Persona.REP, valid, "phone", "x".repeat(65))).isEqualTo("INVALID_INPUT phone LENGTH");
        assertThat(verdict(Persona.REP, valid, "email", "nobody")).isEqualTo("INVALID_INPUT email NOT_AN_EMAIL");
        assertThat(verdict(Persona.REP, valid, "id", "x")).isEqualTo("INVALID_INPUT id NOT_A_UUID");
    }

    private UUID add() {
        Mutation create = Mutation.of("createContact", "customerId", company.own.customer(), "name", "Han Meimei");
        return UUID.fromString(send(Persona.REP, create).text("/id"));
    }

    private List<String> mainContacts() {
        return sql.texts(
                "select id::text from contact where customer_id = ? and main and deleted_at is null",
                company.own.customer());
    }

    private static List<String> texts(List<UUID> ids) {
        return ids.stream().map(UUID::toString).toList();
    }

    private static Mutation update(Records customer) {
        return Mutation.of("updateContact", "id", customer.contact(), "expectedVersion", 1, "name", "Renamed");
    }
}
