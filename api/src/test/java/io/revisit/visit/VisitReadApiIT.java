package io.revisit.visit;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.CompanyTest;
import io.revisit.testing.GraphQl.Answer;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is read of a visit: its report, its topics and every revision that it had. */
class VisitReadApiIT extends CompanyTest {
    private static final String VISIT =
            """
            query ($id: ID!) {
              node(id: $id) {
                ... on Visit {
                  customer { code } task { title } visitor { name } channel outcome summary answers
                  startedAt endedAt deviceTime sentAt receivedAt late csat nps revision
                  location { latitude longitude accuracyMeters fixedAt }
                  topics { id text raisedAt resolvedAt }
                  revisions { id visit { id } customer { code } revision author { name } reason outcome summary answers recordedAt }
                }
              }
            }
            """;

    @BeforeAll
    void revise() {
        company.run(
                """
                update visit set task_id = '%1$s', latitude = 31.25, longitude = 121.5, late = true,
                    device_time = '2026-02-25T09:31Z', sent_time = '2026-02-25T18:02Z' where id = '%2$s';
                select set_config('app.actor_id', '%3$s', false), set_config('app.now', '2026-02-26T08:00Z', false);
                update visit set summary = 'Spoke about summer', answers = '{"mood": ["good", 1, null]}',
                    outcome = 'OBJECTIVE_NOT_MET', revision_reason = 'Wrong season' where id = '%2$s';
                insert into visit_topic (tenant_id, visit_id, customer_id, text, raised_at, resolved_at)
                values (current_tenant(), '%2$s', '%4$s', 'Wants a price', '2026-02-25T08:00Z', '2026-02-26T08:00Z')
                """
                        .formatted(
                                company.own.task(),
                                company.own.visit(),
                                company.user(Persona.SUPERVISOR),
                                company.own.customer()));
    }

    @Test
    void latestRevisionIsTheVisitAndFormerOnesStayReadable() {
        JsonNode visit = read();
        assertThat(visit.at("/customer/code").asString()).isEqualTo("OWN");
        assertThat(visit.at("/task/title").asString()).isEqualTo("Ask about the boxes");
        assertThat(visit.at("/visitor/name").asString()).isEqualTo("REP");
        assertThat(visit.at("/revision").asInt()).isEqualTo(2);
        assertThat(visit.at("/summary").asString()).isEqualTo("Spoke about summer");
        assertThat(visit.at("/answers").toString()).isEqualTo("{\"mood\":[\"good\",1,null]}");
        assertThat(visit.at("/revisions").size()).isEqualTo(2);
        JsonNode second = visit.at("/revisions/0");
        assertThat(second.at("/revision").asInt()).isEqualTo(2);
        assertThat(second.at("/visit/id").asString())
                .isEqualTo(company.own.visit().toString());
        assertThat(second.at("/customer/code").asString()).isEqualTo("OWN");
        assertThat(second.at("/id")).isNotEqualTo(visit.at("/revisions/1/id"));
        assertThat(second.at("/author/name").asString()).isEqualTo("SUPERVISOR");
        assertThat(second.at("/reason").asString()).isEqualTo("Wrong season");
        assertThat(second.at("/outcome").asString()).isEqualTo("OBJECTIVE_NOT_MET");
        assertThat(second.at("/recordedAt").asString()).startsWith("2026-02-26T08:00:00");
        JsonNode first = visit.at("/revisions/1");
        assertThat(first.at("/author/name").asString()).isEqualTo("REP");
        assertThat(first.at("/reason").isNull()).isTrue();
        assertThat(first.at("/summary").asString()).isEqualTo("Spoke about spring");
        assertThat(first.at("/answers").toString()).isEqualTo("{}");
    }

    @Test
    void topicsStandAsTheyWereRaised() {
        JsonNode topics = read().at("/topics");
        assertThat(topics.at("/0/text").asString()).isEqualTo("Wants a price");
        assertThat(topics.at("/0/resolvedAt").asString()).startsWith("2026-02-26T08:00:00");
        assertThat(topics.at("/1/id").asString()).isEqualTo(company.own.topic().toString());
        assertThat(topics.at("/1/resolvedAt").isNull()).isTrue();
    }

    @Test
    void whenThePhoneRecordedAndSentItIsToldByItsOwnClock() {
        JsonNode visit = read();
        assertThat(visit.at("/deviceTime").asString()).startsWith("2026-02-25T09:31:00");
        assertThat(visit.at("/sentAt").asString()).startsWith("2026-02-25T18:02:00");
        assertThat(visit.at("/late").asBoolean()).isTrue();
    }

    @Test
    void whatWasNotToldIsNull() {
        JsonNode visit = read();
        assertThat(visit.at("/csat").asInt()).isEqualTo(4);
        assertThat(visit.at("/nps").asInt()).isEqualTo(9);
        assertThat(visit.at("/endedAt").isNull()).isTrue();
        assertThat(visit.at("/location/latitude").asDouble()).isEqualTo(31.25);
        assertThat(visit.at("/location/accuracyMeters").isNull()).isTrue();
        Answer other = ask(Persona.COLLEAGUE, VISIT, Map.of("id", company.colleagues.visit()));
        assertThat(other.at("/node/location").isNull()).isTrue();
        assertThat(other.at("/node/task").isNull()).isTrue();
        assertThat(other.at("/node/deviceTime").isNull()).isTrue();
        assertThat(other.at("/node/sentAt").isNull()).isTrue();
        assertThat(other.at("/node/late").asBoolean(true)).isFalse();
    }

    private JsonNode read() {
        return ask(Persona.REP, VISIT, Map.of("id", company.own.visit())).at("/node");
    }
}
