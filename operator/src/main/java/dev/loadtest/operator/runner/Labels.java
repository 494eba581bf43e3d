package dev.loadtest.operator.runner;

import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestSpec;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Labels and owners by which the objects of a run are found again, by us, by people and by garbage collection. */
public final class Labels {
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    public static final String OPERATOR = "loadtest-operator";
    /** Which part of a run an object is: a runner, what calls teardown(), the report. */
    public static final String COMPONENT = "app.kubernetes.io/component";

    public static final String LOAD_TEST = "loadtest.dev/loadtest";
    public static final String RUN = "loadtest.dev/run";
    /** Set to {@code true} on a run that is over: the run reconciler does not look at it any more. */
    public static final String FINISHED = "loadtest.dev/finished";
    /** On a run of which something has still to be delivered, its series or its result, and then not any more. */
    public static final String DELIVERING = "loadtest.dev/delivering";

    /** The name of the lock that a run has or waits for. */
    public static final String LOCK = "loadtest.dev/lock";

    /** An annotation on a run that somebody created: when it was let in and told what to run. What has a limit counts from then. */
    public static final String LET_IN = "loadtest.dev/let-in-at";

    /** An annotation on a run that somebody created and that cannot be run: why. */
    public static final String REFUSED = "loadtest.dev/refused";

    /** What the informers of Jobs and pods select. */
    public static final String OURS = MANAGED_BY + "=" + OPERATOR;

    private static final String LOAD_TEST_KIND = HasMetadata.getKind(LoadTest.class);

    private Labels() {}

    static Map<String, String> of(LoadTestRun run) {
        return Map.of(
                MANAGED_BY,
                OPERATOR,
                "app.kubernetes.io/name",
                "k6",
                LOAD_TEST,
                run.getSpec().loadTest(),
                RUN,
                run.getMetadata().getName());
    }

    public static Map<String, String> of(LoadTestRun run, String component) {
        var labels = new TreeMap<>(of(run));
        labels.put(COMPONENT, component);
        return labels;
    }

    /** By its lock; nothing for a run without one. */
    public static Map<String, String> ofLock(LoadTestSpec definition) {
        return definition.target() == null || definition.target().lock() == null
                ? Map.of()
                : Map.of(LOCK, definition.target().lock());
    }

    /** Since when a run might have begun: its creation, unless its LoadTest had it wait. What is no later time than that says nothing. */
    public static Instant letInAt(LoadTestRun run) {
        var created = Instant.parse(run.getMetadata().getCreationTimestamp());
        try {
            return Optional.ofNullable(run.getMetadata().getAnnotations())
                    .map(annotations -> annotations.get(LET_IN))
                    .map(Instant::parse)
                    .filter(created::isBefore)
                    .orElse(created);
        } catch (DateTimeParseException e) {
            return created;
        }
    }

    /** Of an object that this run owns: it goes with the run. */
    public static ObjectMeta owned(LoadTestRun run, String name, Map<String, String> labels) {
        return new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(run.getMetadata().getNamespace())
                .withLabels(labels)
                .withOwnerReferences(ownedBy(run))
                .build();
    }

    /** A controlling owner reference: the object goes when its owner goes. */
    public static OwnerReference ownedBy(HasMetadata owner) {
        return ownedBy(
                owner.getApiVersion(),
                owner.getKind(),
                owner.getMetadata().getName(),
                owner.getMetadata().getUid());
    }

    static OwnerReference ownedBy(String apiVersion, String kind, String name, String uid) {
        return new OwnerReferenceBuilder()
                .withApiVersion(apiVersion)
                .withKind(kind)
                .withName(name)
                .withUid(uid)
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build();
    }

    /** The UID of an object's controlling owner, or an empty string. */
    public static String ownerUid(HasMetadata object) {
        return object.getMetadata().getOwnerReferences().stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .map(OwnerReference::getUid)
                .findFirst()
                .orElse("");
    }

    /** The UID of the LoadTest that a run goes with, or an empty string. Somebody else may own the run, too: a workflow that created it. */
    public static String loadTestUid(LoadTestRun run) {
        return run.getMetadata().getOwnerReferences().stream()
                .filter(owner -> LOAD_TEST_KIND.equals(owner.getKind()))
                .map(OwnerReference::getUid)
                .findFirst()
                .orElse("");
    }

    /** The owners of a run, its LoadTest among them. An object has one controlling owner at most. */
    public static List<OwnerReference> ownersWith(LoadTest loadTest, LoadTestRun run) {
        var own = ownedBy(loadTest);
        var others = run.getMetadata().getOwnerReferences().stream()
                .filter(owner -> !owner.getUid().equals(own.getUid()))
                .toList();
        own.setController(others.stream().noneMatch(owner -> Boolean.TRUE.equals(owner.getController())));
        return Stream.concat(others.stream(), Stream.of(own)).toList();
    }
}
