/** What a feature declares and calls so that its changes are made once, whoever sends them how often. */
@NullMarked
package io.revisit.sync;

import org.jspecify.annotations.NullMarked;
