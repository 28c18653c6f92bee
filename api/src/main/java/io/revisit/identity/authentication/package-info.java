/** Recognises who sends a request: from bearer token to viewer. */
@NullMarked
package io.revisit.identity.authentication;

import org.jspecify.annotations.NullMarked;
