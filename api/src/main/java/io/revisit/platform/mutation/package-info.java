/** Mutations that are safe to send twice, and that refuse with data instead of exceptions. */
@NullMarked
package io.revisit.platform.mutation;

import org.jspecify.annotations.NullMarked;
