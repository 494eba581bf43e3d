package dev.loadtest.operator.e2e;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A real store for buckets in a namespace, and a way to it for the test. */
final class Minio implements AutoCloseable {
    static final String USER = "loadtest-user";
    static final String PASSWORD = "loadtest-password";

    private static final String MANIFESTS = """
            apiVersion: v1
            kind: Service
            metadata: {name: minio}
            spec: {selector: {app: minio}, ports: [{port: 9000}]}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: minio, labels: {app: minio}}
            spec:
              terminationGracePeriodSeconds: 0
              securityContext: {runAsNonRoot: true, runAsUser: 65534, seccompProfile: {type: RuntimeDefault}}
              containers:
                - name: minio
                  image: docker.io/minio/minio:RELEASE.2025-09-07T16-13-09Z
                  imagePullPolicy: IfNotPresent
                  args: [server, /data]
                  env:
                    - {name: MINIO_ROOT_USER, value: %s}
                    - {name: MINIO_ROOT_PASSWORD, value: %s}
                    - {name: MINIO_BROWSER, value: "off"}
                  readinessProbe: {httpGet: {path: /minio/health/ready, port: 9000}, periodSeconds: 1}
                  volumeMounts: [{name: data, mountPath: /data}]
                  securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
              volumes: [{name: data, emptyDir: {}}]
            """;

    private final User user;
    private LocalPortForward way;
    private S3Client client;

    Minio(User user) {
        this.user = user;
    }

    /** Returns when it answers. */
    Minio start() {
        var yaml = MANIFESTS.formatted(USER, PASSWORD);
        user.client()
                .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .serverSideApply();
        var pod = user.client().pods().withName("minio");
        pod.waitUntilReady(300, TimeUnit.SECONDS);
        way = pod.portForward(9000);
        client = S3Client.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + way.getLocalPort()))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(USER, PASSWORD)))
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(Duration.ofSeconds(60))
                        .socketTimeout(Duration.ofSeconds(180)))
                .build();
        return this;
    }

    void hasBucket(String name) {
        client.createBucket(request -> request.bucket(name));
    }

    /** What lies at a location of a status. */
    byte[] read(String location) {
        var path = location.substring("s3://".length());
        var bucket = path.substring(0, path.indexOf('/'));
        return client.getObjectAsBytes(request -> request.bucket(bucket).key(path.substring(bucket.length() + 1)))
                .asByteArray();
    }

    /** A Secret as a LoadTest names it. */
    void hasSecret(String name, String id, String secret) {
        user.client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withStringData(Map.of("AWS_ACCESS_KEY_ID", id, "AWS_SECRET_ACCESS_KEY", secret))
                        .build())
                .forceConflicts()
                .serverSideApply();
    }

    @Override
    public void close() {
        if (client == null) {
            return;
        }
        client.close();
        try {
            way.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
