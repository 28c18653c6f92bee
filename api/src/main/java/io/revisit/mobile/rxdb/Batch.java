package io.revisit.mobile.rxdb;

import io.revisit.sync.cursor.Cursor;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a pull answers.
 *
 * @param documents as many as were asked for while there are more
 * @param cursor where the phone stands when it has stored them
 * @param more whether others follow at once
 */
record Batch(List<ObjectNode> documents, Cursor cursor, boolean more) {}
