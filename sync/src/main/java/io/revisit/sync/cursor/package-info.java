/** Where a phone stands: the snapshot it has, and how far it came towards the next. */
@NullMarked
package io.revisit.sync.cursor;

import org.jspecify.annotations.NullMarked;
