package io.revisit.platform.graphql;

import java.util.List;
import java.util.Locale;
import org.springframework.http.HttpHeaders;

/** Which of the two languages somebody reads who has not logged in: the first that his Accept-Language names. */
public final class Languages {
    /** All languages that anybody is answered in. */
    static final List<Locale> ALL = List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE);

    private Languages() {}

    public static Locale accepted(HttpHeaders headers) {
        for (Locale.LanguageRange range : ranges(headers)) {
            String tag = range.getRange();
            // iOS sends zh-Hans-CN, browsers zh-CN or zh: all are served the one Chinese there is.
            if (tag.equals("zh") || tag.startsWith("zh-")) {
                return Locale.SIMPLIFIED_CHINESE;
            }
            if (tag.equals("en") || tag.startsWith("en-")) {
                return Locale.ENGLISH;
            }
        }
        return Locale.ENGLISH;
    }

    private static List<Locale.LanguageRange> ranges(HttpHeaders headers) {
        try {
            return headers.getAcceptLanguage();
        } catch (IllegalArgumentException malformed) {
            return List.of();
        }
    }
}
