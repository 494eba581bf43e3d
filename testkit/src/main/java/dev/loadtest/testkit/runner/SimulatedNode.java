package dev.loadtest.testkit.runner;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.loadtest.testkit.TestCluster;
import io.fabric8.kubernetes.api.model.Binding;
import io.fabric8.kubernetes.api.model.BindingBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * The process of the {@link RunnerSimulator}: node, kubelet and k6 of many pods. It runs in the cluster's network, where each address of the range
 * below leads to it. On its standard input it is told what to play: {@code NAMESPACE INDEX BASE64}, * for every index.
 */
final class SimulatedNode {

    static final String LABEL = "testkit.loadtest.dev/simulated";
    static final String READY = "ready";

    private static final String NAME = "simulated";
    /** As testbed/lib/native.sh has it: 198.18.128.0/20, of which the last but some is the node's own. */
    private static final String RANGE = "198.18.";

    private static final int FIRST_OCTET = 128;
    private static final int OCTETS = 15;
    private static final String ADDRESS = "198.18.143.250";
    private static final int K6_PORT = 6565;
    /** Not 10250, which the real node's kubelet has on all addresses. */
    private static final int KUBELET_PORT = 10350;

    private static final int TICK_MILLIS = 50;
    private static final int LEASE_SECONDS = 16;
    private static final Pattern NONCE = Pattern.compile("\"?nonce\"?\\s*:\\s*\"([-_A-Za-z0-9]{1,64})\"");
    private static final Pattern LOG = Pattern.compile("/containerLogs/([^/]+)/([^/]+)/([^/]+)");

    /** A pod, and from the start of its container the runner in it. */
    private static final class Played {
        final Pod pod;
        final String address;
        volatile SimulatedRunner runner;
        volatile Instant startedAt;

        Played(Pod pod, String address) {
            this.pod = pod;
            this.address = address;
        }
    }

    private final KubernetesClient client;
    private final ExecutorService work = Executors.newFixedThreadPool(8, SimulatedNode::daemon);
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(SimulatedNode::daemon);
    private final Map<String, RunnerScript> scripts = new ConcurrentHashMap<>();
    private final Map<String, String> nonces = new ConcurrentHashMap<>();
    private final Map<String, Boolean> bound = new ConcurrentHashMap<>();
    private final Map<String, Played> byUid = new ConcurrentHashMap<>();
    private final Map<String, Played> byAddress = new ConcurrentHashMap<>();
    private final Map<String, Played> byName = new ConcurrentHashMap<>();
    private final AtomicInteger addresses = new AtomicInteger();

    private SimulatedNode(KubernetesClient client) {
        this.client = client;
    }

    /** Until its standard input ends. */
    public static void main(String[] arguments) throws IOException, GeneralSecurityException, InterruptedException {
        try (var client = TestCluster.connect()) {
            var node = new SimulatedNode(client);
            node.serveK6();
            node.serveKubelet();
            node.register();
            node.clock.scheduleAtFixedRate(
                    () -> guarded(node::staysReady), LEASE_SECONDS / 4, LEASE_SECONDS / 4, TimeUnit.SECONDS);
            node.clock.scheduleAtFixedRate(() -> guarded(node::tick), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
            client.pods().inAnyNamespace().inform(node.new Pods());
            System.out.println(READY);
            node.obey();
            client.nodes().withName(NAME).delete();
            node.lease().ifPresent(lease -> client.resource(lease).delete());
            System.exit(0);
        } finally {
            Runtime.getRuntime().halt(1); // threads of the client would keep a node alive that could not start
        }
    }

    private void obey() throws IOException {
        var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (var line = commands.readLine(); line != null; line = commands.readLine()) {
            var words = line.split(" ");
            var json = new String(Base64.getDecoder().decode(words[2]), StandardCharsets.UTF_8);
            scripts.put(words[0] + "/" + words[1], Serialization.unmarshal(json, RunnerScript.class));
        }
    }

    // ---- the node

    private void register() {
        client.nodes().withName(NAME).delete();
        // @formatter:off
        client.resource(new NodeBuilder()
                .withNewMetadata().withName(NAME).addToLabels("kubernetes.io/hostname", NAME).endMetadata()
                .withNewSpec()
                    .addNewTaint().withKey(LABEL).withEffect("NoSchedule").endTaint()
                .endSpec()
                .build())
                .create();
        // @formatter:on
        isReady();
        renew();
    }

    private void isReady() {
        var room = Map.of("cpu", new Quantity("10M"), "memory", new Quantity("1Ti"), "pods", new Quantity("2000"));
        // @formatter:off
        var status = new NodeStatusBuilder()
                .withCapacity(room)
                .withAllocatable(room)
                .addNewAddress().withType("InternalIP").withAddress(ADDRESS).endAddress()
                .withNewDaemonEndpoints().withNewKubeletEndpoint(KUBELET_PORT).endDaemonEndpoints()
                .addNewCondition()
                    .withType("Ready").withStatus("True").withReason("Simulated").withMessage("the testkit plays it")
                    .withLastHeartbeatTime(now()).withLastTransitionTime(now())
                .endCondition()
                .build();
        // @formatter:on
        client.nodes()
                .withName(NAME)
                .subresource("status")
                .patch(PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(Map.of("status", status)));
    }

    /** After a standstill of the machine the cluster believes that it is gone, until it says itself that it is not. */
    private void staysReady() {
        renew();
        var said = Optional.ofNullable(client.nodes().withName(NAME).get()).stream()
                .flatMap(node -> node.getStatus().getConditions().stream())
                .filter(condition -> condition.getType().equals("Ready"))
                .findFirst();
        if (said.filter(condition -> !condition.getStatus().equals("True")).isPresent()) {
            isReady();
        }
    }

    private Optional<io.fabric8.kubernetes.api.model.coordination.v1.Lease> lease() {
        return Optional.ofNullable(
                client.leases().inNamespace("kube-node-lease").withName(NAME).get());
    }

    private void renew() {
        var time = ZonedDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
        // @formatter:off
        client.resource(new LeaseBuilder()
                .withNewMetadata().withName(NAME).withNamespace("kube-node-lease").endMetadata()
                .withNewSpec().withHolderIdentity(NAME).withLeaseDurationSeconds(LEASE_SECONDS).withRenewTime(time).endSpec()
                .build())
                .forceConflicts()
                .serverSideApply();
        // @formatter:on
    }

    // ---- the kubelet

    private final class Pods implements ResourceEventHandler<Pod> {
        @Override
        public void onAdd(Pod pod) {
            see(pod);
        }

        @Override
        public void onUpdate(Pod before, Pod pod) {
            see(pod);
        }

        @Override
        public void onDelete(Pod pod, boolean unknown) {
            Optional.ofNullable(byUid.remove(pod.getMetadata().getUid())).ifPresent(SimulatedNode.this::forget);
        }
    }

    private void see(Pod pod) {
        var uid = pod.getMetadata().getUid();
        var node = pod.getSpec().getNodeName();
        if (node == null || node.isEmpty()) {
            if (scripts.containsKey(pod.getMetadata().getNamespace() + "/*") && bound.putIfAbsent(uid, true) == null) {
                work.execute(() -> guarded(() -> bind(pod)));
            }
        } else if (node.equals(NAME)) {
            if (pod.getMetadata().getDeletionTimestamp() != null) {
                work.execute(() -> guarded(() -> end(pod)));
            } else if (!byUid.containsKey(uid)
                    && "Pending".equals(pod.getStatus().getPhase())) {
                accept(pod);
            }
        }
    }

    private void bind(Pod pod) {
        // @formatter:off
        Binding binding = new BindingBuilder()
                .withNewMetadata()
                    .withName(pod.getMetadata().getName())
                    .withNamespace(pod.getMetadata().getNamespace())
                .endMetadata()
                .withNewTarget().withKind("Node").withName(NAME).endTarget()
                .build();
        // @formatter:on
        client.bindings()
                .inNamespace(pod.getMetadata().getNamespace())
                .resource(binding)
                .create();
    }

    private void accept(Pod pod) {
        var number = addresses.incrementAndGet() % (OCTETS * 250);
        var address = RANGE + (FIRST_OCTET + number / 250) + "." + (1 + number % 250);
        var played = new Played(pod, address);
        if (byUid.putIfAbsent(pod.getMetadata().getUid(), played) == null) {
            byName.put(
                    pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName(), played);
            clock.schedule(
                    () -> work.execute(() -> guarded(() -> start(played))),
                    script(pod).startsAfterMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    private void start(Played played) {
        var container = played.pod.getSpec().getContainers().get(0);
        played.startedAt = Instant.now();
        played.runner = new SimulatedRunner(
                script(played.pod),
                index(played.pod),
                nonce(played.pod),
                container.getArgs().contains("--paused"),
                System.currentTimeMillis());
        byAddress.put(played.address, played);
        tell(played, """
                {"phase":"Running","hostIP":"%1$s","podIP":"%2$s","podIPs":[{"ip":"%2$s"}],"startTime":"%3$s",
                 "conditions":[%4$s,%5$s,%6$s,%7$s],
                 "containerStatuses":[{"name":"%8$s","image":"%9$s","imageID":"","ready":true,"started":true,"restartCount":0,
                   "containerID":"simulated://%10$s","state":{"running":{"startedAt":"%3$s"}}}]}""".formatted(
                        ADDRESS,
                        played.address,
                        now(),
                        condition("PodScheduled", true),
                        condition("Initialized", true),
                        condition("Ready", true),
                        condition("ContainersReady", true),
                        container.getName(),
                        container.getImage(),
                        played.pod.getMetadata().getUid()));
    }

    private void tick() {
        var time = System.currentTimeMillis();
        byAddress.values().stream()
                .filter(played -> played.runner.isOver(time))
                .filter(played -> byAddress.remove(played.address, played))
                .forEach(played -> work.execute(() -> guarded(() -> end(played, played.runner.exitCode()))));
    }

    private void end(Played played, int exitCode) {
        var container = played.pod.getSpec().getContainers().get(0);
        tell(played, """
                {"phase":"%1$s","conditions":[%2$s,%3$s,%4$s,%5$s],
                 "containerStatuses":[{"name":"%6$s","image":"%7$s","imageID":"","ready":false,"started":false,"restartCount":0,
                   "containerID":"simulated://%8$s",
                   "state":{"terminated":{"exitCode":%9$d,"reason":"%10$s","startedAt":"%11$s","finishedAt":"%12$s"}}}]}""".formatted(
                        exitCode == 0 ? "Succeeded" : "Failed",
                        condition("PodScheduled", true),
                        condition("Initialized", true),
                        condition("Ready", false),
                        condition("ContainersReady", false),
                        container.getName(),
                        container.getImage(),
                        played.pod.getMetadata().getUid(),
                        exitCode,
                        exitCode == 0 ? "Completed" : "Error",
                        played.startedAt.truncatedTo(ChronoUnit.SECONDS),
                        now()));
    }

    /** A deleted pod is gone once its node says so. */
    private void end(Pod pod) {
        Optional.ofNullable(byUid.get(pod.getMetadata().getUid())).ifPresent(this::forget);
        client.resource(pod).withGracePeriod(0).delete();
    }

    private void forget(Played played) {
        byAddress.remove(played.address, played);
        byName.remove(
                played.pod.getMetadata().getNamespace() + "/"
                        + played.pod.getMetadata().getName(),
                played);
        if (played.runner != null) {
            played.runner.vanish();
        }
    }

    private void tell(Played played, String status) {
        client.pods()
                .inNamespace(played.pod.getMetadata().getNamespace())
                .withName(played.pod.getMetadata().getName())
                .subresource("status")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\":" + status + "}");
    }

    private static String condition(String type, boolean holds) {
        return "{\"type\":\"%s\",\"status\":\"%s\",\"lastTransitionTime\":\"%s\"}"
                .formatted(type, holds ? "True" : "False", now());
    }

    private RunnerScript script(Pod pod) {
        var namespace = pod.getMetadata().getNamespace();
        return scripts.getOrDefault(
                namespace + "/" + index(pod), scripts.getOrDefault(namespace + "/*", RunnerScript.well()));
    }

    private static int index(Pod pod) {
        return Integer.parseInt(
                pod.getMetadata().getAnnotations().getOrDefault("batch.kubernetes.io/job-completion-index", "0"));
    }

    /** What marks its lines stands in the harness that it mounts. */
    private String nonce(Pod pod) {
        return pod.getSpec().getVolumes().stream()
                .filter(volume -> volume.getConfigMap() != null)
                .map(volume -> nonces.computeIfAbsent(
                        pod.getMetadata().getNamespace() + "/"
                                + volume.getConfigMap().getName(),
                        name -> nonceIn(
                                pod.getMetadata().getNamespace(),
                                volume.getConfigMap().getName())))
                .filter(nonce -> !nonce.isEmpty())
                .findFirst()
                .orElse("unknown");
    }

    private String nonceIn(String namespace, String name) {
        var configMap =
                client.configMaps().inNamespace(namespace).withName(name).get();
        return Optional.ofNullable(configMap.getData()).orElse(Map.of()).values().stream()
                .map(NONCE::matcher)
                .filter(java.util.regex.Matcher::find)
                .map(found -> found.group(1))
                .findFirst()
                .orElse("");
    }

    /** The kubelet's own way to read logs, which the API server asks. */
    private void serveKubelet() throws IOException, GeneralSecurityException, InterruptedException {
        var server = HttpsServer.create(new InetSocketAddress(ADDRESS, KUBELET_PORT), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate()));
        server.setExecutor(Executors.newCachedThreadPool(SimulatedNode::daemon));
        server.createContext("/", this::answerLog);
        server.start();
    }

    private void answerLog(HttpExchange exchange) throws IOException {
        var path = LOG.matcher(exchange.getRequestURI().getPath());
        var played = path.matches() ? byName.get(path.group(1) + "/" + path.group(2)) : null;
        if (played == null || played.runner == null) {
            respond(exchange, 404, "no such container");
            return;
        }
        var query = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
        var follow = query.contains("follow=true");
        var tail = number(query, "tailLines", Integer.MAX_VALUE);
        var limit = number(query, "limitBytes", Integer.MAX_VALUE);
        exchange.sendResponseHeaders(200, 0);
        try (var out = exchange.getResponseBody()) {
            var next = Math.max(0, played.runner.lines() - tail);
            var written = 0;
            while (true) {
                var over = played.runner.isOver(System.currentTimeMillis());
                for (var line : played.runner.log(next)) {
                    var bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
                    var length = Math.min(bytes.length, limit - written);
                    out.write(bytes, 0, length);
                    written += length;
                    next++;
                }
                out.flush();
                if (over || !follow || written >= limit) {
                    return;
                }
                Thread.sleep(TICK_MILLIS);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static int number(String query, String name, int otherwise) {
        return List.of(query.split("&")).stream()
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> Integer.parseInt(pair.substring(name.length() + 1)))
                .findFirst()
                .orElse(otherwise);
    }

    /** One that signs itself, as a kubelet's does; the API server does not check it. */
    private static SSLContext certificate() throws IOException, GeneralSecurityException, InterruptedException {
        var folder = Files.createTempDirectory("simulated-node");
        var file = folder.resolve("node.p12");
        // @formatter:off
        var made = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                        "-genkeypair", "-alias", NAME, "-keyalg", "EC", "-dname", "CN=" + NAME, "-storetype", "PKCS12",
                        "-keystore", file.toString(), "-storepass", "not-secret", "-validity", "365")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        // @formatter:on
        if (made != 0) {
            throw new IOException("keytool ended with " + made);
        }
        var store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            store.load(in, "not-secret".toCharArray());
        }
        Files.delete(file);
        Files.delete(folder);
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, "not-secret".toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    // ---- k6

    private void serveK6() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(K6_PORT), 1024);
        server.setExecutor(Executors.newCachedThreadPool(SimulatedNode::daemon));
        server.createContext("/", this::answerAsK6);
        server.start();
    }

    private void answerAsK6(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var played = byAddress.get(exchange.getLocalAddress().getAddress().getHostAddress());
        if (played == null || played.runner.isSilent()) {
            exchange.close(); // without a word, as when nobody is there
            return;
        }
        var runner = played.runner;
        var time = System.currentTimeMillis();
        switch (exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath()) {
            case "GET /v1/status" -> respond(exchange, 200, runner.status());
            case "PATCH /v1/status" -> {
                if (body.contains("\"stopped\":true")) {
                    runner.stop(time);
                    respond(exchange, 200, runner.status());
                } else {
                    respond(exchange, runner.resume(time) ? 200 : 500, runner.status());
                }
            }
            case "GET /v1/setup" -> respond(exchange, 200, runner.setup());
            case "POST /v1/setup" -> respond(exchange, 200, runner.callSetup());
            case "PUT /v1/setup" -> respond(exchange, 200, runner.putSetup(body));
            case "GET /metrics" -> respond(exchange, 200, "process_cpu_seconds_total 0.5\n");
            default -> respond(exchange, 404, "{\"errors\":[{\"status\":\"404\",\"title\":\"Not Found\"}]}");
        }
    }

    private static void respond(HttpExchange exchange, int status, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    // ----

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static Thread daemon(Runnable task) {
        var thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    }

    /** One pod that went away in between does not end the simulation. */
    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (KubernetesClientException refused) {
            if (refused.getCode() != 404) {
                System.err.println("simulated node: " + refused.getMessage());
            }
        }
    }
}
