/** How the bytes of attachments arrive: resumable uploads by the tus protocol, version 1.0. */
@NullMarked
package io.revisit.attachment.tus;

import org.jspecify.annotations.NullMarked;
