package io.revisit.attachment;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kinds of content that attachments may have. */
public final class MediaTypes {
    /** Containers of one family: their first bytes do not tell sound from moving pictures, or one brand from another. */
    private static final List<Set<String>> FAMILIES = List.of(
            Set.of(
                    "video/mp4",
                    "audio/mp4",
                    "application/mp4",
                    "video/quicktime",
                    "video/3gpp",
                    "audio/3gpp",
                    "video/x-m4v"),
            Set.of("image/heic", "image/heif"),
            Set.of("audio/ogg", "audio/opus", "audio/vorbis"),
            Set.of("audio/wav", "audio/vnd.wave"));

    private static final Set<String> ALLOWED = Stream.concat(
                    Stream.of(
                            "image/jpeg",
                            "image/png",
                            "image/gif",
                            "image/webp",
                            "audio/mpeg",
                            "audio/amr",
                            "application/pdf",
                            "text/plain",
                            "text/csv",
                            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
                            "application/vnd.oasis.opendocument.text",
                            "application/vnd.oasis.opendocument.spreadsheet",
                            "application/vnd.oasis.opendocument.presentation"),
                    FAMILIES.stream().flatMap(Set::stream))
            .collect(Collectors.toUnmodifiableSet());

    private MediaTypes() {}

    public static boolean allows(String mediaType) {
        return ALLOWED.contains(mediaType);
    }

    /** Whether content that was found to be of one kind may have been announced as the other. */
    public static boolean fits(String found, String announced) {
        return found.equals(announced)
                || FAMILIES.stream().anyMatch(family -> family.contains(found) && family.contains(announced));
    }
}
