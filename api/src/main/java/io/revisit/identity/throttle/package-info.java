/** Slows down whoever tries many passwords or tokens. */
@NullMarked
package io.revisit.identity.throttle;

import org.jspecify.annotations.NullMarked;
