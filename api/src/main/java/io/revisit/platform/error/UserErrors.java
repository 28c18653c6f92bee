package io.revisit.platform.error;

import io.revisit.contract.ErrorCode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.stereotype.Component;

/** Words refusals for people: one sentence per code, in English and simplified Chinese. */
@Component
public class UserErrors {
    private final ResourceBundleMessageSource messages = new ResourceBundleMessageSource();

    UserErrors() {
        messages.setBasename("messages/errors");
        messages.setDefaultEncoding("UTF-8");
        messages.setDefaultLocale(Locale.ENGLISH);
        messages.setFallbackToSystemLocale(false);
        // Read now: the first refusal comes on an event loop, which must not read files.
        message(ErrorCode.INTERNAL_ERROR, Locale.ENGLISH);
        message(ErrorCode.INTERNAL_ERROR, Locale.SIMPLIFIED_CHINESE);
    }

    public UserError of(ApiException refusal, Locale language) {
        return of(refusal.code(), refusal.field(), refusal.details(), language);
    }

    public UserError of(
            ErrorCode code, @Nullable List<String> field, @Nullable Map<String, Object> details, Locale language) {
        return new UserError(
                code,
                field == null || field.isEmpty() ? null : field,
                message(code, language),
                details == null || details.isEmpty() ? null : details);
    }

    public final String message(ErrorCode code, Locale language) {
        return messages.getMessage(code.name(), null, language);
    }
}
