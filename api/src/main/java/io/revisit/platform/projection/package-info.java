/** Turns a GraphQL selection into one SQL statement that returns the answer as JSON. */
@NullMarked
package io.revisit.platform.projection;

import org.jspecify.annotations.NullMarked;
