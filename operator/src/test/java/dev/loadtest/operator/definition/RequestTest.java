package dev.loadtest.operator.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestStatus;
import dev.loadtest.operator.definition.DefinitionDecisions.Decision;
import dev.loadtest.operator.definition.DefinitionDecisions.Next;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestTest {
    private static final Instant T0 = Instant.parse("2026-11-23T10:00:00Z");

    private final LoadTest loadTest = Definitions.loadTest(1, null);

    @Test
    void aValueThatWasNotThereBeforeIsARequest() {
        asks("one", "kubectl-annotate");

        assertThat(Request.of(loadTest)).contains(new Request("one", "request one by kubectl-annotate"));
    }

    @Test
    void isAnsweredOnce() {
        asks("one", "kubectl-annotate");
        isAnswered();

        assertThat(Request.of(loadTest)).isEmpty();
        assertThat(loadTest.getStatus().lastHandledRequest()).isEqualTo("one");
    }

    /** Of a repository that has the annotation, too, and wins over what somebody annotated by hand. */
    @Test
    void settingItBackToWhatItWasStartsNothing() {
        asks("of the repository", "argocd-controller");
        isAnswered();
        asks("by hand", "kubectl-annotate");
        isAnswered();
        asks("of the repository", "argocd-controller");

        assertThat(Request.of(loadTest)).isEmpty();
        assertThat(loadTest.getStatus().lastHandledRequest()).isEqualTo("by hand");
    }

    @Test
    void withoutTheAnnotationThereIsNone() {
        asks("one", "kubectl-annotate");
        isAnswered();
        loadTest.getMetadata().setAnnotations(Map.of());

        assertThat(Request.of(loadTest)).isEmpty();
    }

    /** The operator died before it wrote down that the run exists, and somebody applied the same value meanwhile. */
    @Test
    void isAnsweredWhoeverHasWrittenItBySinceThen() {
        asks("one", "kubectl-annotate");
        var trigger = trigger();
        asks("one", "argocd-controller");
        isAnswered(trigger);

        assertThat(Request.of(loadTest)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"asked for by alice, kubectl-annotate", "asked for by alice, ''", "by by by, by"})
    void isAnsweredOnceWhateverItsWords(String value, String manager) {
        asks(value, manager);
        if (manager.isEmpty()) {
            loadTest.getMetadata().setManagedFields(List.of());
        }
        isAnswered();

        assertThat(Request.of(loadTest)).isEmpty();
        assertThat(loadTest.getStatus().lastHandledRequest()).isEqualTo(value);
    }

    @Test
    void whatAnOlderOperatorHasAnsweredStaysAnswered() {
        loadTest.setStatus(Serialization.unmarshal("lastHandledRequest: one", LoadTestStatus.class));
        asks("one", "kubectl-annotate");

        assertThat(Request.of(loadTest)).isEmpty();
    }

    @Test
    void doesNotRememberForEver() {
        IntStream.range(0, 30).forEach(number -> {
            asks("number " + number, "kubectl-annotate");
            isAnswered();
        });

        assertThat(loadTest.getStatus().handledRequests()).hasSize(20).endsWith("number 28", "number 29");
    }

    private void asks(String value, String manager) {
        loadTest.getMetadata().setAnnotations(Map.of(Request.ANNOTATION, value));
        var fields = new FieldsV1();
        fields.setAdditionalProperty(
                "f:metadata", Map.of("f:annotations", Map.of("f:" + Request.ANNOTATION, Map.of())));
        loadTest.getMetadata()
                .setManagedFields(List.of(new ManagedFieldsEntryBuilder()
                        .withManager(manager)
                        .withFieldsV1(fields)
                        .build()));
    }

    private Trigger trigger() {
        return DefinitionObserver.definition(loadTest)
                .causedBy(Request.of(loadTest).orElseThrow().cause());
    }

    private void isAnswered() {
        isAnswered(trigger());
    }

    private void isAnswered(Trigger trigger) {
        loadTest.setStatus(DefinitionStatuses.created(
                loadTest, Definitions.run(1, null), new Decision(Next.CREATE, 1, trigger, Optional.empty()), T0));
    }
}
