/** What customers want from us. */
@NullMarked
package io.revisit.ticket;

import org.jspecify.annotations.NullMarked;
