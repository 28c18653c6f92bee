/** Work that comes round by the clock: declared by features as beans, done once by whichever node is free. */
@NullMarked
package io.revisit.platform.jobs;

import org.jspecify.annotations.NullMarked;
