/** The devices that synchronise: what they told of themselves, and who may see it. */
@NullMarked
package io.revisit.mobile.devices;

import org.jspecify.annotations.NullMarked;
