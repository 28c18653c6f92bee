/** Throws away what nobody refers to: abandoned uploads, orphaned blobs, announcements without content. */
@NullMarked
package io.revisit.attachment.cleaning;

import org.jspecify.annotations.NullMarked;
