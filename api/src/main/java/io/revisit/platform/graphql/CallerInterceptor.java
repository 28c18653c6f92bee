package io.revisit.platform.graphql;

import graphql.i18n.I18n;
import io.revisit.platform.security.ClientAddress;
import io.revisit.platform.security.Viewer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.graphql.server.WebGraphQlInterceptor;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Tells GraphQL who asks, from where, and in which language to answer: the viewer's own, else the one that the request
 * accepts. Nobody is refused here: a field that needs a viewer asks {@link Viewers}.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 100)
class CallerInterceptor implements WebGraphQlInterceptor {

    CallerInterceptor() {
        // graphql-java reads its own messages from its jar when a language first occurs: not on an event loop, then.
        for (I18n.BundleType bundle : I18n.BundleType.values()) {
            Languages.ALL.forEach(language -> I18n.i18n(bundle, language));
        }
    }

    @Override
    public Mono<WebGraphQlResponse> intercept(WebGraphQlRequest request, Chain chain) {
        Map<Object, Object> context = new HashMap<>();
        context.put(ClientAddress.CONTEXT_KEY, ClientAddress.of(request.getRemoteAddress()));
        Locale language = Languages.accepted(request.getHeaders());
        if (request.getAttributes().get(Viewer.CONTEXT_KEY) instanceof Viewer viewer) {
            context.put(Viewer.CONTEXT_KEY, viewer);
            language = viewer.language();
        }
        Locale answered = language;
        request.configureExecutionInput((input, builder) ->
                builder.locale(answered).graphQLContext(context).build());
        return chain.next(request);
    }
}
