/** What client developers are given, written on every build from the SDL and from the schema of the wire. */
@NullMarked
package io.revisit.contract.generation;

import org.jspecify.annotations.NullMarked;
