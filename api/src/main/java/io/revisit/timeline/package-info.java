/** What happened with a customer, and who changed what. */
@NullMarked
package io.revisit.timeline;

import org.jspecify.annotations.NullMarked;
