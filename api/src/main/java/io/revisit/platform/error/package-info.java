/** Refusals: one exception, one catalogue of codes, one place that turns them into answers. */
@NullMarked
package io.revisit.platform.error;

import org.jspecify.annotations.NullMarked;
