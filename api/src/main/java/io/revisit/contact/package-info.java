/** People to speak with at a customer. */
@NullMarked
package io.revisit.contact;

import org.jspecify.annotations.NullMarked;
