/** The application; each feature is a package of its own below this one. */
@NullMarked
package io.revisit;

import org.jspecify.annotations.NullMarked;
