/** RxDB's door to the sync engine: the shapes that its HTTP replication expects. */
@NullMarked
package io.revisit.mobile.rxdb;

import org.jspecify.annotations.NullMarked;
