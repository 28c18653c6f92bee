/** What phones send: each mutation is applied once, merged with what others did, and answered with a verdict. */
@NullMarked
package io.revisit.sync.push;

import org.jspecify.annotations.NullMarked;
