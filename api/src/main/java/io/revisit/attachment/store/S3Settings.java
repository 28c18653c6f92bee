package io.revisit.attachment.store;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * An S3-compatible store for attachments.
 *
 * @param bucket an existing bucket; empty for files in the data folder
 * @param region the store's region
 * @param endpoint the store's address; empty for Amazon's own
 * @param accessKey who asks; empty for the credentials that the machine's environment provides
 * @param secretKey belongs to {@code accessKey}
 * @param prefix stands before the names of all objects, for example {@code revisit/}
 * @param pathStyle whether the bucket is named in the path and not in the host, as most stores but Amazon's want it
 */
@ConfigurationProperties("revisit.attachments.s3")
record S3Settings(
        @DefaultValue("") String bucket,
        @DefaultValue("us-east-1") String region,
        @DefaultValue("") String endpoint,
        @DefaultValue("") String accessKey,
        @DefaultValue("") String secretKey,
        @DefaultValue("") String prefix,
        @DefaultValue("true") boolean pathStyle) {}
