/** The native push. */
@NullMarked
package io.revisit.mobile.push;

import org.jspecify.annotations.NullMarked;
