/** The customer base and the customer's 360. */
@NullMarked
package io.revisit.customer;

import org.jspecify.annotations.NullMarked;
