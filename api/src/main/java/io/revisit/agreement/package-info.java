/** What was agreed with customers; not called contract, because that package is what phones rely on. */
@NullMarked
package io.revisit.agreement;

import org.jspecify.annotations.NullMarked;
