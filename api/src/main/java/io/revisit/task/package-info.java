/** Visits that should happen. */
@NullMarked
package io.revisit.task;

import org.jspecify.annotations.NullMarked;
