/** Where rows come from: a file is read as a stream of numbered rows, one row in memory at a time. */
@NamedInterface("source")
@NullMarked
package io.revisit.importing.source;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
