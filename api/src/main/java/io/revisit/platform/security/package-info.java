/** Who asks: the viewer and what his role allows. */
@NullMarked
package io.revisit.platform.security;

import org.jspecify.annotations.NullMarked;
