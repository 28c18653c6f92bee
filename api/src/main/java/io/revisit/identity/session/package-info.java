/** Sessions: one login on one device, kept alive by a chain of refresh tokens. */
@NullMarked
package io.revisit.identity.session;

import org.jspecify.annotations.NullMarked;
