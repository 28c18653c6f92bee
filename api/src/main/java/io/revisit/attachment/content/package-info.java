/** What the bytes of attachments are, and how they are read again. */
@NullMarked
package io.revisit.attachment.content;

import org.jspecify.annotations.NullMarked;
