package io.revisit.identity;

import io.revisit.identity.session.LoginDevice;
import io.revisit.platform.error.ApiException;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What somebody types to log in, as it was sent; the methods give it checked. */
record LoginInput(String email, String password, DeviceInput device) {
    private static final int LONGEST_EMAIL = 254;
    private static final int LONGEST_PASSWORD = 200;
    private static final int LONGEST_DEVICE_NAME = 100;
    private static final int LONGEST_APP_VERSION = 50;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final Pattern UUID_FORM = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    /** The address as it is stored: trimmed, in lower case. */
    String checkedEmail() {
        String trimmed = text("email", email, LONGEST_EMAIL).toLowerCase(Locale.ROOT);
        if (!trimmed.contains("@")) {
            throw ApiException.invalid("email", "MALFORMED");
        }
        return trimmed;
    }

    /** The password exactly as it was typed. */
    String checkedPassword() {
        if (password.isEmpty()) {
            throw ApiException.invalid("password", "REQUIRED");
        }
        if (password.length() > LONGEST_PASSWORD) {
            throw ApiException.invalid("password", "tooLong");
        }
        return password;
    }

    LoginDevice checkedDevice() {
        // UUID.fromString also takes abbreviations, and two devices must not share an id by accident.
        if (!UUID_FORM.matcher(device.id()).matches()) {
            throw ApiException.invalid("device.id", "MALFORMED");
        }
        return new LoginDevice(
                UUID.fromString(device.id()),
                text("device.name", device.name(), LONGEST_DEVICE_NAME),
                device.platform().name(),
                checkedAppVersion(device.appVersion()));
    }

    private static @Nullable String checkedAppVersion(@Nullable String version) {
        return version == null || version.isBlank() ? null : text("device.appVersion", version, LONGEST_APP_VERSION);
    }

    private static String text(String field, String value, int longest) {
        String trimmed = value.strip();
        if (trimmed.isEmpty()) {
            throw ApiException.invalid(field, "REQUIRED");
        }
        if (trimmed.codePointCount(0, trimmed.length()) > longest) {
            throw ApiException.invalid(field, "tooLong");
        }
        if (CONTROL.matcher(trimmed).find()) {
            throw ApiException.invalid(field, "MALFORMED");
        }
        return trimmed;
    }

    @Override
    public String toString() {
        return "LoginInput[" + device + "]";
    }
}
