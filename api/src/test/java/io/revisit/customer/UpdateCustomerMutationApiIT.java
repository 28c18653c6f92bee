package io.revisit.customer;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.Company.Records;
import io.revisit.testing.Mutation;
import io.revisit.testing.Mutation.Outcome;
import io.revisit.testing.MutationApiTest;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may change what of which customer. */
class UpdateCustomerMutationApiIT extends MutationApiTest {

    @Test
    void whoeverWorksChangesCustomersHeSees() {
        assertThat(update(company.own).send(anonymous()).verdict()).isEqualTo("UNAUTHENTICATED");
        assertThat(verdict(Persona.OUTSIDER, update(company.own))).isEqualTo("NOT_FOUND id");
        assertThat(verdict(Persona.REP, update(company.own))).isEqualTo("DONE");
        assertThat(verdict(Persona.REP, update(company.shared))).isEqualTo("DONE");
        assertThat(verdict(Persona.REP, update(company.colleagues))).isEqualTo("NOT_FOUND id");
        assertThat(verdict(Persona.REP, update(otherCompany().own))).isEqualTo("NOT_FOUND id");
        assertThat(verdict(Persona.SUPERVISOR, update(company.colleagues))).isEqualTo("DONE");
        assertThat(verdict(Persona.OTHER_SUPERVISOR, update(company.own))).isEqualTo("NOT_FOUND id");
        assertThat(verdict(Persona.DIRECTOR, update(company.outsiders))).isEqualTo("DONE");
        assertThat(verdict(Persona.DIRECTOR, update(otherCompany().own))).isEqualTo("NOT_FOUND id");
        assertThat(verdict(Persona.ADMIN, update(company.own).with("expectedVersion", 2)))
                .isEqualTo("DONE");
        assertThat(verdict(Persona.QA, update(company.own))).isEqualTo("FORBIDDEN");
    }

    @Test
    void tierAndOwnerAreDecidedByThoseWhoDirect() {
        Mutation promote = update(company.own).with("tier", "VIP");
        Mutation give = update(company.own).with("ownerId", company.user(Persona.COLLEAGUE), "expectedVersion", 2);
        assertThat(verdict(Persona.REP, promote)).isEqualTo("FORBIDDEN tier");
        assertThat(verdict(Persona.SUPERVISOR, update(company.shared).with("tier", "VIP")))
                .isEqualTo("FORBIDDEN tier");
        assertThat(verdict(Persona.REP, give)).isEqualTo("FORBIDDEN ownerId");
        assertThat(send(Persona.SUPERVISOR, promote).text("/tier")).isEqualTo("VIP");
        assertThat(verdict(Persona.SUPERVISOR, give, "ownerId", company.user(Persona.OUTSIDER)))
                .isEqualTo("INVALID_INPUT ownerId NOT_ASSIGNABLE");
        assertThat(verdict(Persona.DIRECTOR, give, "ownerId", company.user(Persona.QA)))
                .isEqualTo("INVALID_INPUT ownerId NOT_ASSIGNABLE");
        assertThat(verdict(Persona.DIRECTOR, give, "ownerId", otherCompany().user(Persona.REP)))
                .isEqualTo("INVALID_INPUT ownerId NOT_ASSIGNABLE");
        assertThat(send(Persona.SUPERVISOR, give).text("/owner/id"))
                .isEqualTo(company.user(Persona.COLLEAGUE).toString());
    }

    @Test
    void onlyWhatIsGivenChangesAndNullEmpties() {
        Map<String, Object> address = Map.of("street", "南京路 1", "city", "上海", "countryCode", "CN");
        Outcome full = send(
                Persona.REP,
                update(company.own)
                        .with("segment", "Tea houses", "industry", "Food", "phone", "021", "email", "a@b.cn")
                        .with("zone", "Asia/Tokyo", "tags", List.of("a", "b"), "interests", List.of("Oolong"))
                        .with("attributes", Map.of("seats", 40), "address", address));
        assertThat(full.text("/name")).isEqualTo("Renamed");
        assertThat(full.text("/address/city")).isEqualTo("上海");
        assertThat(full.text("/tags")).isEqualTo("[\"a\",\"b\"]");
        assertThat(full.text("/attributes")).isEqualTo("{\"seats\":40}");
        assertThat(full.text("/zone")).isEqualTo("Asia/Tokyo");
        assertThat(full.text("/version")).isEqualTo("2");

        Outcome emptied = send(
                Persona.REP,
                Mutation.of("updateCustomer", "id", company.own.customer(), "expectedVersion", 2)
                        .with("segment", null, "phone", null, "email", " ", "tags", null, "attributes", null)
                        .with("address", Map.of("city", "苏州")));
        assertThat(emptied.text("/segment")).isEqualTo("null");
        assertThat(emptied.text("/phone")).isEqualTo("null");
        assertThat(emptied.text("/email")).isEqualTo("null");
        assertThat(emptied.text("/tags")).isEqualTo("[]");
        assertThat(emptied.text("/attributes")).isEqualTo("{}");
        assertThat(emptied.text("/address/city")).isEqualTo("苏州");
        assertThat(emptied.text("/address/street")).isEqualTo("null");
        assertThat(emptied.text("/industry")).isEqualTo("Food");
        assertThat(emptied.text("/interests")).isEqualTo("[\"Oolong\"]");
        assertThat(emptied.text("/name")).isEqualTo("Renamed");
    }

    @Test
    void aChangeBasedOnAnotherVersionIsRefused() {
        Outcome stale = send(Persona.REP, update(company.own).with("expectedVersion", 3));
        assertThat(stale.verdict()).isEqualTo("CONFLICT");
        assertThat(stale.details().at("/version").asInt()).isEqualTo(1);
        assertThat(stale.at("").isNull()).isTrue();
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
    void textsHaveBounds() {
        Mutation valid = update(company.own).without("name");
        assertThat(verdict(Persona.REP, valid, "name", null)).isEqualTo("INVALID_INPUT name REQUIRED");
        assertThat(verdict(Persona.REP, valid, "name", " ")).isEqualTo("INVALID_INPUT name LENGTH");
        assertThat(verdict(Persona.REP, valid, "name", "x".repeat(201))).isEqualTo("INVALID_INPUT name LENGTH");
        Stream.of("segment", "industry", "phone")
                .forEach(field -> assertThat(verdict(Persona.REP, valid, field, "x".repeat(65)))
                        .isEqualTo("INVALID_INPUT " + field + " LENGTH"));
        assertThat(verdict(Persona.REP, valid, "email", "nobody")).isEqualTo("INVALID_INPUT email NOT_AN_EMAIL");
        assertThat(verdict(Persona.REP, valid, "email", "a@" + "b".repeat(253)))
                .isEqualTo("INVALID_INPUT email LENGTH");
        assertThat(verdict(Persona.REP, valid, "zone", "Mars/Base")).isEqualTo("INVALID_INPUT zone UNKNOWN_ZONE");
        assertThat(verdict(Persona.REP, valid, "zone", null)).isEqualTo("INVALID_INPUT zone REQUIRED");
        assertThat(verdict(Persona.SUPERVISOR, valid, "tier", null)).isEqualTo("INVALID_INPUT tier REQUIRED");
        assertThat(verdict(Persona.SUPERVISOR, valid, "ownerId", "x")).isEqualTo("INVALID_INPUT ownerId NOT_A_UUID");
        Map.of("street", 300, "city", 100, "region", 100, "postalCode", 20).forEach((part, longest) -> assertThat(
                        verdict(Persona.REP, valid, "address", Map.of(part, "x".repeat(longest + 1))))
                .isEqualTo("INVALID_INPUT address." + part + " LENGTH"));
        assertThat(verdict(Persona.REP, valid, "address", Map.of("countryCode", "XX")))
                .isEqualTo("INVALID_INPUT address.countryCode UNKNOWN_COUNTRY");
    }

    @Test
    void listsAndAttributesHaveBounds() {
        Mutation valid = update(company.own);
        assertThat(verdict(Persona.REP, valid, "tags", Collections.nCopies(51, "x")))
                .isEqualTo("INVALID_INPUT tags TOO_MANY");
        assertThat(verdict(Persona.REP, valid, "tags", List.of("x".repeat(65)))).isEqualTo("INVALID_INPUT tags LENGTH");
        assertThat(verdict(Persona.REP, valid, "tags", List.of(""))).isEqualTo("INVALID_INPUT tags LENGTH");
        assertThat(verdict(Persona.REP, valid, "interests", List.of("x".repeat(101))))
                .isEqualTo("INVALID_INPUT interests LENGTH");
        assertThat(verdict(Persona.REP, valid, "attributes", List.of()))
                .isEqualTo("INVALID_INPUT attributes NOT_AN_OBJECT");
        assertThat(verdict(Persona.REP, valid, "attributes", Map.of("a", "茶".repeat(11_000))))
                .isEqualTo("INVALID_INPUT attributes TOO_LARGE");
        assertThat(verdict(Persona.REP, valid, "attributes", Map.of("a", Collections.nCopies(16_000, 1))))
                .isEqualTo("DONE");
    }

    private static Mutation update(Records customer) {
        return Mutation.of("updateCustomer", "id", customer.customer(), "expectedVersion", 1, "name", "Renamed");
    }
}
