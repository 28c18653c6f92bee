/** What a single cell may hold and how it is understood. */
@NullMarked
package io.revisit.importing.cell;

import org.jspecify.annotations.NullMarked;
