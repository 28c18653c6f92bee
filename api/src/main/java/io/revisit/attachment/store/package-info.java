/** Where the bytes of attachments lie: a folder, or any store that speaks S3. */
@NullMarked
package io.revisit.attachment.store;

import org.jspecify.annotations.NullMarked;
