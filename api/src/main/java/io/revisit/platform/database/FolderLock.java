package io.revisit.platform.database;

import io.revisit.platform.StartRefused;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a second application off a data folder; the operating system lets go of it even after a SIGKILL. */
final class FolderLock implements AutoCloseable {
    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    static FolderLock acquire(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return new FolderLock(channel);
            }
        } catch (OverlappingFileLockException heldInThisJvm) {
            // Falls through: the sentence is the same.
        }
        channel.close();
        throw new StartRefused("Another Revisit is running on the data folder " + folder
                + ". Stop it, or choose another folder with REVISIT_DATA_FOLDER.");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
