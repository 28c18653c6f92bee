/** What the company sells. */
@NullMarked
package io.revisit.product;

import org.jspecify.annotations.NullMarked;
