/** The collections: what the SDL says of them, and where features store their records. */
@NullMarked
package io.revisit.sync.collection;

import org.jspecify.annotations.NullMarked;
