/** Who may see and change what, defined once, as SQL predicates. */
@NullMarked
package io.revisit.access;

import org.jspecify.annotations.NullMarked;
