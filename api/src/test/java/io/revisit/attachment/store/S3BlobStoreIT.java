package io.revisit.attachment.store;

import io.revisit.testing.S3Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class S3BlobStoreIT extends BlobStoreContract {
    private static S3Server server;
    private static S3BlobStore store;

    @BeforeAll
    static void start() {
        server = S3Server.start("attachments");
        S3Settings settings =
                new S3Settings("attachments", "us-east-1", server.endpoint(), "key", "secret", "revisit/", true);
        store = (S3BlobStore) new StoreConfiguration().blobStore(settings, null);
    }

    @AfterAll
    static void stop() {
        store.destroy();
        server.close();
    }

    @Override
    BlobStore store() {
        return store;
    }
}
