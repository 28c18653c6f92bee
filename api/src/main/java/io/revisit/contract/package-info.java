/** What was agreed with customers. */
@NullMarked
package io.revisit.contract;

import org.jspecify.annotations.NullMarked;
