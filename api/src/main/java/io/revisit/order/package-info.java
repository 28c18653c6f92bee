/** What customers ordered. */
@NullMarked
package io.revisit.order;

import org.jspecify.annotations.NullMarked;
