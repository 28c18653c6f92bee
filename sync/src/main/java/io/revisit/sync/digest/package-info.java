/** Digests: what a phone should hold, told so briefly that a difference is found without sending everything. */
@NullMarked
package io.revisit.sync.digest;

import org.jspecify.annotations.NullMarked;
