package io.revisit.attachment.tus;

import io.revisit.platform.database.Actor;
import java.util.UUID;

/** The right to write to an upload; it ends by itself unless it is renewed, and then whatever it still writes is refused. */
record UploadLock(Actor actor, Upload upload, UUID writer) {}
