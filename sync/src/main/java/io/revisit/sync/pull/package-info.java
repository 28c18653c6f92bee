/** What phones are sent: pages of what changed in the scopes they were granted. */
@NullMarked
package io.revisit.sync.pull;

import org.jspecify.annotations.NullMarked;
