/** Files about customers: their metadata, and the rules of adding and removing them. */
@NullMarked
package io.revisit.attachment;

import org.jspecify.annotations.NullMarked;
