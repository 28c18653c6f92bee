/** Borrowing connections: every statement runs for exactly one tenant. */
@NullMarked
package io.revisit.platform.database;

import org.jspecify.annotations.NullMarked;
