package dev.loadtest.operator.definition;

import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestRunStatus;
import dev.loadtest.operator.runner.Labels;
import dev.loadtest.operator.telemetry.Announcements;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ResourceOperations;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One on a real API server, which LoadTestReconciler itself looks at. What runs do is told by the test: no operator of the cluster sees them. */
final class DefinitionOnApiServer implements World {
    private static final Pattern MISSED =
            Pattern.compile("no runs? for (?:(\\S+Z)|\\d+ times from (\\S+) to (\\S+)): .*");

    /** The test's own. */
    private final KubernetesClient client;

    private final String name;
    private final LoadTestReconciler operator;
    private final Context<LoadTest> context;
    /** What the operator has heard of the runs that are going: how they were before it looks. */
    private List<LoadTestRun> cache = List.of();

    private final Map<String, Instant> started = new LinkedHashMap<>();
    private Instant now;
    private int writesToLive = Integer.MAX_VALUE;

    /**
     * @param operators the operator's client, which says here that it {@link #writes}
     * @param loadTest exists on the API server
     */
    DefinitionOnApiServer(KubernetesClient client, KubernetesClient operators, LoadTest loadTest) {
        this.client = client;
        name = loadTest.getMetadata().getName();
        now = Instant.parse(loadTest.getMetadata().getCreationTimestamp());
        operator = new LoadTestReconciler(new Announcements(operators, clock()), null, clock());
        context = context(operators);
    }

    void writes() {
        if (writesToLive-- == 0) {
            writesToLive = Integer.MAX_VALUE;
            throw new Death();
        }
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public void goesOnTo(Instant time) {
        now = time;
    }

    @Override
    public Optional<Instant> looks() {
        remember();
        var before = loadTest();
        for (int pass = 0; pass < 10; pass++) {
            var runsBefore = started.size();
            Optional<Long> again;
            try {
                again = operator.reconcile(before, context).getScheduleDelay();
            } finally {
                remember();
            }
            var after = loadTest();
            if (started.size() == runsBefore
                    && after.getMetadata()
                            .getResourceVersion()
                            .equals(before.getMetadata().getResourceVersion())) {
                // It looks every few minutes; until the next time of the schedule there is nothing to see, and two
                // years are long.
                return again.map(now::plusMillis)
                        .flatMap(when -> when.equals(now.plus(LoadTestReconciler.LOOK_AGAIN))
                                ? nextOf(after)
                                : Optional.of(when));
            }
            before = after;
        }
        throw new AssertionError("never comes to rest: " + before.getStatus());
    }

    private static Optional<Instant> nextOf(LoadTest loadTest) {
        return Optional.ofNullable(loadTest.getStatus().nextScheduleTime()).map(Instant::parse);
    }

    /** Those that are over go some time. */
    private void remember() {
        cache = ongoing().toList();
        cache.forEach(run -> started.putIfAbsent(
                run.getMetadata().getName(),
                Trigger.parse(run.getSpec().trigger()).due().orElseThrow()));
    }

    @Override
    public void diesAfter(int writes) {
        writesToLive = writes;
    }

    @Override
    public LoadTest loadTest() {
        return client.resources(LoadTest.class).withName(name).get();
    }

    @Override
    public void suspends(boolean suspended) {
        client.resources(LoadTest.class)
                .withName(name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"suspend\": %b}}".formatted(suspended));
    }

    @Override
    public List<String> going() {
        return ongoing().map(run -> run.getMetadata().getName()).toList();
    }

    @Override
    public List<String> stopping() {
        return ongoing()
                .filter(run -> Boolean.TRUE.equals(run.getSpec().stop()))
                .map(run -> run.getMetadata().getName())
                .toList();
    }

    @Override
    public void ends(String run, String verdict) {
        var resource = runs().withName(run);
        var ended = resource.get();
        ended.setStatus(Serialization.unmarshal("""
                phase: Completed
                verdict: %s
                completionTime: '%s'
                conditions: [{type: Valid, status: 'True', reason: Believed, message: x, lastTransitionTime: '%2$s'}]
                """.formatted(verdict, now), LoadTestRunStatus.class));
        client.resource(ended).updateStatus();
        resource.patch(
                PatchContext.of(PatchType.JSON_MERGE),
                "{\"metadata\": {\"labels\": {\"%s\": \"true\"}}}".formatted(Labels.FINISHED));
    }

    @Override
    public List<Instant> started() {
        return List.copyOf(started.values());
    }

    @Override
    public Instant dueTime(String run) {
        return started.get(run);
    }

    @Override
    public List<ScheduleLook.Missed> reports() {
        return client.v1().events().list().getItems().stream()
                .filter(event -> event.getInvolvedObject().getName().equals(name)
                        && event.getReason().equals("ScheduleMissed"))
                .map(Event::getMessage)
                .map(DefinitionOnApiServer::missed)
                .toList();
    }

    private static ScheduleLook.Missed missed(String message) {
        var told = MISSED.matcher(message);
        if (!told.matches()) {
            throw new AssertionError(message);
        }
        var first = Instant.parse(told.group(1) == null ? told.group(2) : told.group(1));
        var last = Instant.parse(told.group(1) == null ? told.group(3) : told.group(1));
        return new ScheduleLook.Missed(0, first, last, false);
    }

    private NonNamespaceOperation<LoadTestRun, KubernetesResourceList<LoadTestRun>, Resource<LoadTestRun>> runs() {
        return client.resources(LoadTestRun.class);
    }

    private Stream<LoadTestRun> ongoing() {
        return client
                .resources(LoadTestRun.class)
                .withLabel(Labels.LOAD_TEST, name)
                .withoutLabel(Labels.FINISHED)
                .list()
                .getItems()
                .stream();
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
    }

    @SuppressWarnings("unchecked")
    private Context<LoadTest> context(KubernetesClient operators) {
        return (Context<LoadTest>) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Context.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "getClient" -> operators;
                    case "getSecondaryResourcesAsStream" -> cache.stream();
                    case "resourceOperations" ->
                        new ResourceOperations<>((Context<LoadTest>) self) {
                            @Override
                            public LoadTest updatePrimaryStatus(LoadTest loadTest) {
                                return operators.resource(loadTest).updateStatus();
                            }
                        };
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
