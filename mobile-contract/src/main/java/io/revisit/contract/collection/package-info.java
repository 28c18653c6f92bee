/** What phones hold copies of, read from the {@code @synced} marks of the SDL; the engine and the generated schemas both start here. */
@NullMarked
package io.revisit.contract.collection;

import org.jspecify.annotations.NullMarked;
