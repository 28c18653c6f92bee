/** An edit made on a phone: as it was sent, checked, and handed to the feature that applies it. */
@NullMarked
package io.revisit.sync.change;

import org.jspecify.annotations.NullMarked;
