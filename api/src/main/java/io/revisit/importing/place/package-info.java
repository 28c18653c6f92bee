/** Countries by the names people write, and the time zone of a place. */
@NamedInterface("place")
@NullMarked
package io.revisit.importing.place;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
