/** The course of history: beacons by which a database that was rewound is recognised. */
@NullMarked
package io.revisit.sync.lineage;

import org.jspecify.annotations.NullMarked;
