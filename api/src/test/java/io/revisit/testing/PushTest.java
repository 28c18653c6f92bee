package io.revisit.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.Phone.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Pushes over real HTTP as personas of a company of its own. */
public abstract class PushTest extends MutationApiTest {
    /** What a phone's clock tells that is right. */
    protected static final String RIGHT_TIME = TestClock.START.toString();

    @LocalServerPort
    private int port;

    protected final Phone phone(Persona persona) {
        return new Phone(port, company.token(persona));
    }

    /** A phone that has pulled everything. */
    protected final Phone syncedPhone(Persona persona) {
        Phone phone = phone(persona);
        phone.pull();
        return phone;
    }

    /** The verdicts of edits that the persona made on his phone and sends now. */
    protected final List<Verdict> push(Persona persona, Edit... edits) {
        return push(persona, RIGHT_TIME, edits);
    }

    protected final List<Verdict> push(Persona persona, String sentAt, Edit... edits) {
        Answer answer = send(persona, sentAt, edits);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        List<Verdict> verdicts = new ArrayList<>();
        answer.json().get("verdicts").forEach(verdict -> verdicts.add(new Verdict(verdict)));
        return verdicts;
    }

    protected final Verdict pushOne(Persona persona, Edit edit) {
        return push(persona, edit).get(0);
    }

    protected final Answer send(Persona persona, String sentAt, Edit... edits) {
        List<Map<String, @Nullable Object>> mutations = new ArrayList<>();
        for (Edit edit : edits) {
            Map<String, @Nullable Object> mutation = new LinkedHashMap<>(edit.body());
            mutation.putIfAbsent("sequence", mutations.size());
            mutation.putIfAbsent("author", company.user(persona).toString());
            mutations.add(mutation);
        }
        return phone(persona).post("/sync/push", request(persona, sentAt, mutations));
    }

    protected final Map<String, Object> request(Persona persona, String sentAt, List<?> mutations) {
        return Map.of(
                "protocol",
                1,
                "schema",
                1,
                "device",
                company.user(persona).toString(),
                "sentAt",
                sentAt,
                "mutations",
                mutations);
    }

    /** The record's version for sync. */
    protected final long version(String table, UUID id) {
        return sql.number("select sync_version from " + table + " where id = ?", id);
    }

    /** An answer to an edit. */
    public record Verdict(JsonNode json) {

        /** The status, or the error's code when there is none. */
        public String status() {
            return json.path("status").isString()
                    ? json.get("status").stringValue()
                    : json.at("/error/code").asString();
        }

        /** A refusal as {@code CODE field PROBLEM}, as far as given. */
        public String error() {
            return (json.at("/error/code").asString()
                            + ' '
                            + json.at("/error/field/0").asString()
                            + ' '
                            + json.at("/error/details/problem").asString())
                    .strip();
        }

        public boolean replayed() {
            return json.get("replayed").booleanValue();
        }

        public boolean has(String name) {
            return json.has(name);
        }

        public @Nullable UUID issueId() {
            return json.has("issueId") ? UUID.fromString(json.get("issueId").stringValue()) : null;
        }

        /** A field of the record beside the verdict. */
        public JsonNode field(String name) {
            return json.get("record").get(name);
        }
    }
}
