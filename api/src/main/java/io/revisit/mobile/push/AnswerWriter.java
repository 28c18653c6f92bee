package io.revisit.mobile.push;

import io.revisit.contract.ProtocolVersion;
import io.revisit.mobile.MobileErrors;
import io.revisit.mobile.push.ReadRequest.Place;
import io.revisit.platform.security.Viewer;
import io.revisit.platform.sync.Pushing;
import io.revisit.sync.change.Mutation;
import io.revisit.sync.change.Refusal;
import io.revisit.sync.push.Outcome;
import io.revisit.sync.push.Verdict;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes the answer to a push: one verdict for each place of the request, in its order. */
@Component
class AnswerWriter {
    private final MobileErrors errors;
    private final InstantSource clock;
    private final JsonMapper json;

    AnswerWriter(MobileErrors errors, InstantSource clock, JsonMapper json) {
        this.errors = errors;
        this.clock = clock;
        this.json = json;
    }

    String write(ReadRequest request, List<Verdict> verdicts, Viewer viewer) {
        List<Map<String, @Nullable Object>> written = new ArrayList<>();
        Iterator<Verdict> next = verdicts.iterator();
        for (Place place : request.places()) {
            written.add(
                    place.arrival() == null
                            ? refused(place, viewer)
                            : verdict(place.arrival().mutation(), next.next(), viewer));
        }
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("protocol", ProtocolVersion.CURRENT);
        answer.put("serverTime", clock.instant().toString());
        answer.put("verdicts", written);
        return json.writeValueAsString(answer);
    }

    private Map<String, @Nullable Object> verdict(Mutation mutation, Verdict verdict, Viewer viewer) {
        Outcome outcome = verdict.outcome();
        Verdict.Current current = verdict.current();
        Map<String, @Nullable Object> written = new LinkedHashMap<>();
        written.put("id", mutation.id().toString());
        written.put("status", outcome.status() == null ? null : outcome.status().name());
        written.put("replayed", verdict.replayed());
        written.put("collection", mutation.collection());
        written.put("recordId", mutation.recordId().toString());
        written.put("record", current == null ? null : current.fields());
        if (current != null) {
            written.put("syncVersion", current.syncVersion());
        }
        if (outcome.issueId() != null) {
            written.put("issueId", outcome.issueId().toString());
        }
        if (outcome.late()) {
            written.put("late", true);
        }
        if (outcome.clockSkewSeconds() != null) {
            written.put("clockSkewSeconds", outcome.clockSkewSeconds());
        }
        if (outcome.error() != null) {
            addError(written, outcome.error(), viewer);
        }
        if (outcome.status() == null) {
            written.put("retry", true);
        }
        return written;
    }

    private Map<String, @Nullable Object> refused(Place place, Viewer viewer) {
        Map<String, @Nullable Object> written = new LinkedHashMap<>();
        written.put("id", place.id());
        written.put("status", place.keep() ? null : "REJECTED");
        written.put("replayed", false);
        written.put("record", null);
        if (place.refused() != null) {
            addError(written, place.refused(), viewer);
        }
        if (place.keep()) {
            written.put("retry", false);
        }
        return written;
    }

    private void addError(Map<String, @Nullable Object> written, Refusal.Reason reason, Viewer viewer) {
        written.put("error", errors.describe(Pushing.exception(reason), viewer.language()));
    }
}
