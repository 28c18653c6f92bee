package io.revisit.issue;

import io.revisit.access.AccessRepository;
import io.revisit.platform.database.Transaction;
import io.revisit.platform.mutation.Input;
import io.revisit.platform.security.Viewer;
import io.revisit.platform.sync.Pushing;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Mono;

/** The rules of settling issues: whoever made the edit and those who lead him decide, once. */
@Service
class SyncIssueService {
    private static final int LONGEST_NOTE = 2000;

    private final AccessRepository access;
    private final SyncIssueRepository issues;

    /** Asked for late: pushing needs all collections, and issues are one of them. */
    private final ObjectProvider<Pushing> pushing;

    SyncIssueService(AccessRepository access, SyncIssueRepository issues, ObjectProvider<Pushing> pushing) {
        this.access = access;
        this.issues = issues;
        this.pushing = pushing;
    }

    Mono<UUID> resolve(Transaction transaction, Viewer viewer, Input input) {
        String note = input.optionalText("note", LONGEST_NOTE);
        UUID id = input.id("id");
        return open(transaction, viewer, id)
                .flatMap(issue -> issues.settle(transaction, id, "RESOLVED", note, viewer.userId()))
                .thenReturn(id);
    }

    Mono<UUID> restore(Transaction transaction, Viewer viewer, Input input) {
        String note = input.optionalText("note", LONGEST_NOTE);
        UUID id = input.id("id");
        return open(transaction, viewer, id)
                .flatMap(issue -> pushing.getObject().applyNow(transaction, viewer, issue.lost()))
                .then(Mono.defer(() -> issues.settle(transaction, id, "RESTORED", note, viewer.userId())))
                .thenReturn(id);
    }

    private Mono<SyncIssue> open(Transaction transaction, Viewer viewer, UUID id) {
        return access.requireVisible(transaction, viewer, "SyncIssue", id, "id")
                .then(Mono.defer(() -> access.requireWorker(viewer)))
                .then(Mono.defer(() -> issues.lock(transaction, id)))
                .doOnNext(SyncIssue::requireOpen);
    }
}
