package dev.loadtest.operator.definition;

import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Somebody's wish for a run: a value of an annotation that was not there before.
 *
 * @param value as it is remembered
 * @param cause as it stands in the trigger
 */
record Request(String value, String cause) {
    static final String ANNOTATION = "loadtest.dev/run-requested-at";
    /** A trigger has a limit, and an annotation has none. */
    private static final int LONGEST = 64;

    private static final int REMEMBERED = 20;
    private static final String REQUEST = "request ";
    private static final String BY = " by ";

    /** Empty when there is none, or it has been answered. */
    static Optional<Request> of(LoadTest loadTest) {
        return given(loadTest)
                .filter(given ->
                        handled(Optional.ofNullable(loadTest.getStatus())).noneMatch(given::equals))
                .map(given -> new Request(
                        given,
                        REQUEST + given + by(loadTest, manager -> owns(manager, "f:annotations", "f:" + ANNOTATION))));
    }

    private static Optional<String> given(LoadTest loadTest) {
        return annotation(loadTest)
                .map(String::strip)
                .filter(given -> !given.isEmpty())
                .map(Request::brief);
    }

    /** The value that this trigger answers: the one that stands there, if it does; whoever is said to have written it may be another by now. */
    static Optional<String> answeredBy(Trigger trigger, LoadTest loadTest) {
        return Optional.of(trigger.cause())
                .filter(cause -> cause.startsWith(REQUEST))
                .map(cause -> cause.substring(REQUEST.length()))
                .map(words -> given(loadTest)
                        .filter(given -> words.equals(given) || words.startsWith(given + BY))
                        .orElseGet(() -> words.contains(BY) ? words.substring(0, words.lastIndexOf(BY)) : words));
    }

    /** Those that have been answered, with this one: a tool that sets an annotation back to what it was asks for nothing new. */
    static List<String> handled(Optional<LoadTestStatus> status, String value) {
        var all = Stream.concat(handled(status).filter(known -> !known.equals(value)), Stream.of(value))
                .toList();
        return all.subList(Math.max(0, all.size() - REMEMBERED), all.size());
    }

    private static Stream<String> handled(Optional<LoadTestStatus> status) {
        return status.stream()
                .flatMap(known -> Stream.concat(
                        Stream.ofNullable(known.handledRequests()).flatMap(List::stream),
                        Stream.ofNullable(known.lastHandledRequest())))
                .distinct();
    }

    /** Whether there may be something to do since: another definition, or another request. */
    static boolean isNews(LoadTest now, LoadTest before) {
        return !Objects.equals(
                        now.getMetadata().getGeneration(), before.getMetadata().getGeneration())
                || !Objects.equals(annotation(now), annotation(before));
    }

    private static Optional<String> annotation(LoadTest loadTest) {
        return Optional.ofNullable(loadTest.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(ANNOTATION));
    }

    /** As it stands in the trigger of a run that somebody created. */
    static String creation(HasMetadata run) {
        return "creation of %s %s%s"
                .formatted(
                        run.getMetadata().getName(),
                        run.getMetadata().getUid(),
                        by(run, manager -> owns(manager, "f:spec")));
    }

    private static String brief(String given) {
        return given.length() <= LONGEST && given.chars().allMatch(letter -> letter >= ' ')
                ? given
                : "sha256 " + Trigger.sha256(given);
    }

    /** The program that wrote it, as the API server knows it: kubectl-annotate, argocd-controller. */
    private static String by(HasMetadata object, Predicate<Map<String, Object>> owns) {
        return Optional.ofNullable(object.getMetadata().getManagedFields()).orElse(List.of()).stream()
                .filter(entry -> entry.getFieldsV1() != null
                        && owns.test(entry.getFieldsV1().getAdditionalProperties()))
                .filter(entry -> !"loadtest-operator".equals(entry.getManager()))
                .max(Comparator.comparing(
                        entry -> Optional.ofNullable(entry.getTime()).orElse("")))
                .map(ManagedFieldsEntry::getManager)
                .map(manager -> BY + (manager.length() <= LONGEST ? manager : manager.substring(0, LONGEST)))
                .orElse("");
    }

    private static boolean owns(Map<String, Object> fields, String part) {
        return fields.containsKey(part);
    }

    private static boolean owns(Map<String, Object> fields, String part, String field) {
        return fields.get("f:metadata") instanceof Map<?, ?> metadata
                && metadata.get(part) instanceof Map<?, ?> parts
                && parts.containsKey(field);
    }
}
