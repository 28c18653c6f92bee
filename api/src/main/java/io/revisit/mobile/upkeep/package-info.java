/** What keeps delta sync honest and small while nobody asks for anything: beacons, purging, trimming. */
@NullMarked
package io.revisit.mobile.upkeep;

import org.jspecify.annotations.NullMarked;
