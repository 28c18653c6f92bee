/** Who somebody is: login with a password, sessions on devices, tokens, and the viewer of each request. */
@NullMarked
package io.revisit.identity;

import org.jspecify.annotations.NullMarked;
