package io.revisit.platform.sync;

import io.revisit.contract.ErrorCode;
import io.revisit.platform.error.Faults;
import io.revisit.platform.security.Role;
import io.revisit.platform.security.Viewer;
import io.revisit.sync.change.Refusal;
import io.revisit.sync.push.Lender;
import io.revisit.sync.push.Sender;
import io.revisit.sync.push.UnitOfWork;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Lends on behalf of a viewer, and of whoever else has work waiting. */
final class ViewerLender implements Lender {
    private static final Logger LOG = LoggerFactory.getLogger(ViewerLender.class);

    private final PushRepository repository;
    private final Viewer viewer;
    private final String requestId;

    ViewerLender(PushRepository repository, Viewer viewer, String requestId) {
        this.repository = repository;
        this.viewer = viewer;
        this.requestId = requestId;
    }

    /** On behalf of nobody: sees what waits in the sender's tenant, and changes nothing himself. */
    static ViewerLender ofSystem(PushRepository repository, Sender system, String requestId) {
        return new ViewerLender(
                repository,
                new Viewer(
                        system.tenantId(),
                        system.userId(),
                        system.userId(),
                        system.deviceId(),
                        Role.QA,
                        system.userId(),
                        ZoneOffset.UTC,
                        Locale.ENGLISH),
                requestId);
    }

    @Override
    public <T> Mono<T> lend(Sender sender, Function<UnitOfWork, Mono<T>> work) {
        Mono<Viewer> author =
                sender.userId().equals(viewer.userId()) && sender.deviceId().equals(viewer.deviceId())
                        ? Mono.just(viewer)
                        : repository.author(sender);
        return author.flatMap(sending -> repository.lend(sending, requestId, work));
    }

    @Override
    public Refusal.Reason fault(Throwable fault) {
        ErrorCode code = Faults.code(fault);
        if (code == ErrorCode.UNAVAILABLE) {
            LOG.warn("{} in a push, trace {}: {}", code, requestId, fault.toString());
        } else {
            LOG.error("{} in a push, trace {}", code, requestId, fault);
        }
        return new Refusal.Reason(code, List.of(), Map.of("traceId", requestId));
    }
}
