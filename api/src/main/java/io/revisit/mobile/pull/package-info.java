/** The native pull. */
@NullMarked
package io.revisit.mobile.pull;

import org.jspecify.annotations.NullMarked;
