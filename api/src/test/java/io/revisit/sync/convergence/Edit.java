package io.revisit.sync.convergence;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One edit, made offline and kept as it is first sent, however often that may be.
 *
 * @param marker a word that nobody else writes, by which its effects are counted
 * @param json what is sent
 */
record Edit(UUID id, String marker, Map<String, @Nullable Object> json) {}
