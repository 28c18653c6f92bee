package io.revisit.contract.collection;

import java.util.Set;

/** Names of fields in RxDB, whose documents have properties of their own that no field may hide. */
public final class RxdbNames {
    private static final Set<String> RESERVED = Set.of(
            "allAttachments",
            "close",
            "collection",
            "deleted",
            "get",
            "getAttachment",
            "getLatest",
            "incrementalModify",
            "incrementalPatch",
            "incrementalRemove",
            "incrementalUpdate",
            "isInstanceOfRxDocument",
            "modify",
            "patch",
            "populate",
            "primary",
            "primaryPath",
            "properties",
            "putAttachment",
            "putAttachmentBase64",
            "remove",
            "revision",
            "synced",
            "toJSON",
            "toMutableJSON",
            "update",
            "updateCRDT");
    private static final String ENDING = "Value";

    private RxdbNames() {}

    /** What RxDB calls a collection: the same with a small first letter. */
    public static String collection(String name) {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    /** What RxDB calls a field: the same, except that {@code revision} is {@code revisionValue}, and so on for each reserved name. */
    public static String field(String name) {
        return RESERVED.contains(name) ? name + ENDING : name;
    }

    /** The field that RxDB calls so. */
    public static String wireField(String name) {
        String bare = name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
        return RESERVED.contains(bare) ? bare : name;
    }
}
