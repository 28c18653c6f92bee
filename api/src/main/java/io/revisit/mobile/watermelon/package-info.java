/** The door for WatermelonDB: its pull and push over the same engine as the native protocol. */
@NullMarked
package io.revisit.mobile.watermelon;

import org.jspecify.annotations.NullMarked;
