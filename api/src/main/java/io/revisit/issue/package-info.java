/** What phones sent and could not be done as sent: found, settled, restored. */
@NullMarked
package io.revisit.issue;

import org.jspecify.annotations.NullMarked;
