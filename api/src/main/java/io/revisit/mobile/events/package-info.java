/** Wake-up: phones in the foreground are told that there is something to pull, never what. */
@NullMarked
package io.revisit.mobile.events;

import org.jspecify.annotations.NullMarked;
