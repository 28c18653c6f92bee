/** The doors that phones come through: delta sync over HTTP. */
@NullMarked
package io.revisit.mobile;

import org.jspecify.annotations.NullMarked;
