/** Access tokens and the keys that sign them. */
@NullMarked
package io.revisit.identity.token;

import org.jspecify.annotations.NullMarked;
