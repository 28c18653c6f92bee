/** The company: its units, its users, and the viewer among them. */
@NullMarked
package io.revisit.organisation;

import org.jspecify.annotations.NullMarked;
