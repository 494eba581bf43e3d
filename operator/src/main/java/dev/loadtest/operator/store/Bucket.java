package dev.loadtest.operator.store;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The run's keys in a bucket. An object is there as a whole or not at all. */
final class Bucket implements AutoCloseable {
    private final StoreOrder.Place place;
    private final S3Client client;

    Bucket(StoreOrder.Place place, Map<String, String> credentials) {
        this.place = place;
        this.client = S3Client.builder()
                .endpointOverride(URI.create(place.endpoint()))
                .region(Region.of(place.region()))
                .forcePathStyle(place.pathStyle())
                .credentialsProvider(StaticCredentialsProvider.create(credentials(credentials)))
                // Checksums in trailers are Amazon's; other stores refuse them.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(override -> override.addExecutionInterceptor(new WithoutExpectation()))
                .httpClientBuilder(http(place))
                .build();
    }

    private static UrlConnectionHttpClient.Builder http(StoreOrder.Place place) {
        var http = UrlConnectionHttpClient.builder()
                .connectionTimeout(Duration.ofSeconds(10))
                .socketTimeout(Duration.ofMinutes(1));
        place.authorities().map(Authorities::in).ifPresent(trusted -> http.tlsTrustManagersProvider(() -> trusted));
        return http;
    }

    /** A client that first asks whether it may send is refused without a body, and the JDK then hides why. */
    private static final class WithoutExpectation implements ExecutionInterceptor {
        @Override
        public SdkHttpRequest modifyHttpRequest(Context.ModifyHttpRequest context, ExecutionAttributes any) {
            return context.httpRequest().copy(request -> request.removeHeader("Expect"));
        }
    }

    void put(String name, Content content) {
        var request = PutObjectRequest.builder()
                .bucket(place.bucket())
                .key(place.keys() + name)
                .contentType(content.type())
                .build();
        try {
            client.putObject(request, body(content));
        } catch (S3Exception e) {
            throw new StoreFailure(reason(e.statusCode(), code(e)), words(name, e), e);
        } catch (SdkException e) {
            throw new StoreFailure(reason(e), "%s: %s".formatted(place.endpoint(), root(e)), e);
        }
    }

    private static RequestBody body(Content content) {
        return content instanceof Content.OnDisk onDisk
                ? RequestBody.fromFile(onDisk.path())
                : RequestBody.fromBytes(((Content.Bytes) content).bytes());
    }

    /** Files that Secrets are made of often end in a line break. */
    private static AwsCredentials credentials(Map<String, String> variables) {
        var id = given(variables, StoreOrder.ACCESS_KEY_ID);
        var secret = given(variables, StoreOrder.SECRET_ACCESS_KEY);
        if (id.isEmpty() || secret.isEmpty()) {
            throw new StoreFailure(
                    StoreReason.CREDENTIALS_REFUSED,
                    "%s or %s is empty".formatted(StoreOrder.ACCESS_KEY_ID, StoreOrder.SECRET_ACCESS_KEY),
                    null);
        }
        return given(variables, StoreOrder.SESSION_TOKEN)
                .<AwsCredentials>map(token -> AwsSessionCredentials.create(id.get(), secret.get(), token))
                .orElseGet(() -> AwsBasicCredentials.create(id.get(), secret.get()));
    }

    private static Optional<String> given(Map<String, String> variables, String name) {
        return Optional.ofNullable(variables.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    private static String code(S3Exception e) {
        return Optional.ofNullable(e.awsErrorDetails())
                .map(AwsErrorDetails::errorCode)
                .orElse("");
    }

    private static String words(String name, S3Exception e) {
        var details = Optional.ofNullable(e.awsErrorDetails());
        return "%s was answered with %d %s: %s"
                .formatted(
                        name,
                        e.statusCode(),
                        code(e),
                        details.map(AwsErrorDetails::errorMessage)
                                .filter(words -> !words.isBlank())
                                .orElse("no words of an S3"));
    }

    static StoreReason reason(int status, String code) {
        return switch (code) {
            case "NoSuchBucket" -> StoreReason.BUCKET_MISSING;
            case "InvalidAccessKeyId",
                    "SignatureDoesNotMatch",
                    "ExpiredToken",
                    "InvalidToken",
                    "TokenRefreshRequired",
                    "InvalidClientTokenId" -> StoreReason.CREDENTIALS_REFUSED;
            case "AccessDenied", "AllAccessDisabled", "AccountProblem" -> StoreReason.ACCESS_DENIED;
            case "AuthorizationHeaderMalformed", "PermanentRedirect", "TemporaryRedirect", "Redirect" ->
                StoreReason.WRONG_REGION;
            case "XMinioStorageFull", "XMinioAdminBucketQuotaExceeded", "QuotaExceeded", "InsufficientCapacity" ->
                StoreReason.DISK_FULL;
            case "" -> withoutCode(status);
            default -> status == 429 || status >= 500 ? StoreReason.OVERLOADED : StoreReason.REFUSED;
        };
    }

    private static StoreReason withoutCode(int status) {
        if (status == 507) {
            return StoreReason.DISK_FULL;
        }
        if (status == 401 || status == 403) {
            return StoreReason.ACCESS_DENIED;
        }
        return status == 429 || status >= 500 ? StoreReason.OVERLOADED : StoreReason.NO_STORE;
    }

    private static StoreReason reason(SdkException e) {
        var causes = Stream.iterate((Throwable) e, cause -> cause != null, Throwable::getCause)
                .limit(10)
                .toList();
        if (causes.stream().anyMatch(SSLException.class::isInstance)) {
            return StoreReason.TLS_FAILED;
        }
        return causes.stream()
                        .anyMatch(cause -> cause instanceof ConnectException
                                || cause instanceof NoRouteToHostException
                                || cause instanceof IOException)
                ? StoreReason.UNREACHABLE
                : StoreReason.NO_STORE; // what answers is not understood
    }

    private static String root(Throwable e) {
        var root = Stream.iterate(e, cause -> cause != null, Throwable::getCause)
                .limit(10)
                .reduce((any, deeper) -> deeper)
                .orElse(e);
        return "%s: %s".formatted(root.getClass().getSimpleName(), root.getMessage());
    }

    @Override
    public void close() {
        client.close();
    }
}
