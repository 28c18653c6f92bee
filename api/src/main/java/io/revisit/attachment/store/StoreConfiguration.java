package io.revisit.attachment.store;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClientBuilder;

/** Chooses the store: S3 when a bucket is named, else the data folder. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({S3Settings.class, FolderSettings.class})
class StoreConfiguration {
    /** Disks and the starting of calls are what is waited for here, not cores. */
    private static final int THREADS = 8;

    private static final int LONGEST_QUEUE = 10_000;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);

    @Bean
    BlobStore blobStore(S3Settings s3, FolderSettings files) {
        Scheduler scheduler = Schedulers.newBoundedElastic(THREADS, LONGEST_QUEUE, "attachments");
        return s3.bucket().isBlank()
                ? new FolderBlobStore(files.dataFolder().resolve("attachments"), scheduler)
                : new S3BlobStore(client(s3), s3.bucket(), s3.prefix(), scheduler);
    }

    private static S3AsyncClient client(S3Settings s3) {
        S3AsyncClientBuilder builder = S3AsyncClient.builder()
                .region(Region.of(s3.region()))
                .forcePathStyle(s3.pathStyle())
                .credentialsProvider(credentials(s3))
                // Other stores than Amazon's do not know its newer checksums; the content is checked by its SHA-256.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClientBuilder(NettyNioAsyncHttpClient.builder()
                        .connectionTimeout(CONNECT_TIMEOUT)
                        .readTimeout(IDLE_TIMEOUT)
                        .writeTimeout(IDLE_TIMEOUT));
        if (!s3.endpoint().isBlank()) {
            builder.endpointOverride(URI.create(s3.endpoint()));
        }
        return builder.build();
    }

    private static AwsCredentialsProvider credentials(S3Settings s3) {
        return s3.accessKey().isBlank()
                ? DefaultCredentialsProvider.builder().build()
                : StaticCredentialsProvider.create(AwsBasicCredentials.create(s3.accessKey(), s3.secretKey()));
    }
}
