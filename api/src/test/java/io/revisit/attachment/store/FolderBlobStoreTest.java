package io.revisit.attachment.store;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.scheduler.Schedulers;

class FolderBlobStoreTest extends BlobStoreContract {
    private FolderBlobStore store;

    @BeforeEach
    void open(@TempDir Path folder) {
        store = new FolderBlobStore(folder, Schedulers.newBoundedElastic(2, 100, "test"));
    }

    @AfterEach
    void close() {
        store.destroy();
    }

    @Override
    BlobStore store() {
        return store;
    }
}
