package dev.loadtest.testkit;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A claim in a test's namespace whose volume has really no more room than it says: memory of a node, mounted there. It belongs to root, so whoever
 * writes needs the group that the kubelet gives it.
 */
public final class SmallVolume implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(300);

    private final KubernetesClient client;
    private final String name;
    private final String folder;
    private final Pod onTheNode;
    private final PersistentVolume volume;
    private final PersistentVolumeClaim claim;

    /**
     * Whoever waits for the claim goes on waiting until it {@link #isOffered}.
     *
     * @param namespace where the claim is made
     * @param claim its name
     * @param size as mount takes it, such as 16k
     */
    public SmallVolume(TestNamespace namespace, String claim, String size) {
        this.client = namespace.client();
        this.name = "%s-%s".formatted(namespace.name(), claim);
        this.folder = "/var/lib/loadtest-volumes/" + name;
        this.onTheNode = client.resource(onTheNode()).create();
        client.resource(onTheNode).waitUntilReady(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        run("mkdir -p %s && mount -t tmpfs -o size=%s tmpfs %s".formatted(folder, size, folder));
        this.volume = client.resource(volume(node())).create();
        // @formatter:off
        this.claim = new PersistentVolumeClaimBuilder()
                .withNewMetadata().withName(claim).withNamespace(namespace.name()).endMetadata()
                .withNewSpec()
                    .withAccessModes("ReadWriteMany")
                    .withStorageClassName("")
                    .withVolumeName(name)
                    .withNewResources().withRequests(Map.of("storage", new Quantity("1Mi"))).endResources()
                .endSpec()
                .build();
        // @formatter:on
    }

    /** Makes the claim. */
    public void isOffered() {
        client.resource(claim).create();
    }

    /** Makes room, or takes it away. */
    public void resize(String size) {
        run("mount -o remount,size=%s %s".formatted(size, folder));
    }

    /** What a shell command prints in the volume's folder. */
    public String in(String command) {
        return run("cd %s && %s".formatted(folder, command));
    }

    @Override
    public void close() {
        run("umount -l %s; rmdir %s".formatted(folder, folder));
        client.resource(volume).delete();
        client.resource(onTheNode).withGracePeriod(0).delete();
    }

    private String node() {
        return client.resource(onTheNode).get().getSpec().getNodeName();
    }

    /** In the node's own mounts, where the kubelet will see it. */
    private String run(String command) {
        var said = new ByteArrayOutputStream();
        try (var run = client.pods()
                .resource(onTheNode)
                .writingOutput(said)
                .writingError(said)
                .exec("nsenter", "-t", "1", "-m", "--", "sh", "-c", command)) {
            var code = Optional.ofNullable(run.exitCode().get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .orElse(-1);
            if (code != 0) {
                throw new IllegalStateException("%s: exit code %d, %s".formatted(command, code, said));
            }
            return said.toString(StandardCharsets.UTF_8);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        } catch (ExecutionException | TimeoutException noAnswer) {
            throw new IllegalStateException("no answer to " + command, noAnswer);
        }
    }

    private static Pod onTheNode() {
        // @formatter:off
        return new PodBuilder()
                .withNewMetadata().withGenerateName("small-volume-").withNamespace("default").endMetadata()
                .withNewSpec()
                    .withHostPID(true)
                    .withRestartPolicy("Never")
                    .withActiveDeadlineSeconds(1800L)
                    .addNewContainer()
                        .withName("node")
                        .withImage("grafana/k6:2.2.0")
                        .withCommand("sleep", "1800")
                        .withNewSecurityContext().withRunAsUser(0L).withPrivileged(true).endSecurityContext()
                    .endContainer()
                .endSpec()
                .build();
        // @formatter:on
    }

    private PersistentVolume volume(String node) {
        // @formatter:off
        return new PersistentVolumeBuilder()
                .withNewMetadata().withName(name).endMetadata()
                .withNewSpec()
                    .withCapacity(Map.of("storage", new Quantity("1Mi")))
                    .withAccessModes("ReadWriteMany")
                    .withStorageClassName("")
                    .withPersistentVolumeReclaimPolicy("Retain")
                    .withNewLocal().withPath(folder).endLocal()
                    .withNewNodeAffinity().withNewRequired()
                        .addNewNodeSelectorTerm()
                            .addNewMatchExpression().withKey("kubernetes.io/hostname").withOperator("In").withValues(node).endMatchExpression()
                        .endNodeSelectorTerm()
                    .endRequired().endNodeAffinity()
                .endSpec()
                .build();
        // @formatter:on
    }
}
