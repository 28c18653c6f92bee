/** What a feature declares to have its objects on phones. */
@NullMarked
package io.revisit.platform.sync;

import org.jspecify.annotations.NullMarked;
