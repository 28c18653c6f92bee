/** Visits that were made. */
@NullMarked
package io.revisit.visit;

import org.jspecify.annotations.NullMarked;
