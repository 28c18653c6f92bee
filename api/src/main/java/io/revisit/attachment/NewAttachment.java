package io.revisit.attachment;

import io.revisit.contract.ErrorCode;
import io.revisit.platform.error.ApiException;
import io.revisit.platform.mutation.Input;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** What is announced of a file. */
public record NewAttachment(String fileName, String mediaType, long byteCount, String sha256) {
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_TYPE = 127;
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern NOT_IN_NAMES = Pattern.compile("[\\p{Cntrl}/\\\\]");

    static NewAttachment of(Input input, long largest) {
        NewAttachment announced = new NewAttachment(
                input.text("fileName", LONGEST_NAME),
                input.text("mediaType", LONGEST_TYPE).toLowerCase(Locale.ROOT),
                input.wholeNumber("byteCount"),
                input.text("sha256", 64));
        if (NOT_IN_NAMES.matcher(announced.fileName).find()) {
            throw input.refuse("fileName", "MALFORMED");
        }
        if (!SHA_256.matcher(announced.sha256).matches()) {
            throw input.refuse("sha256", "MALFORMED");
        }
        if (!MediaTypes.allows(announced.mediaType)) {
            throw ApiException.of(ErrorCode.MEDIA_TYPE_NOT_ALLOWED, "mediaType");
        }
        if (announced.byteCount < 1) {
            throw input.refuse("byteCount", "RANGE");
        }
        if (announced.byteCount > largest) {
            throw new ApiException(
                    ErrorCode.PAYLOAD_TOO_LARGE, Map.of("byteCount", announced.byteCount, "limit", largest));
        }
        return announced;
    }
}
