package io.revisit.sync.cursor;

import java.util.UUID;

/**
 * The last record of a page.
 *
 * @param rank what the phase orders by first: a priority in {@link Phase#FIRST}, a transaction in {@link Phase#DELTA}
 */
public record Position(long rank, String collection, UUID id, UUID scope) {}
