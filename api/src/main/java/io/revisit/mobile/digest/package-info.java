/** The door to digests: phones compare what they hold and repair only what differs. */
@NullMarked
package io.revisit.mobile.digest;

import org.jspecify.annotations.NullMarked;
