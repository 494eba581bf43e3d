package dev.loadtest.operator.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What was another at the end than at the beginning. */
class TargetChangeTest {
    private static final WorkloadState BEFORE = shop("4", "shop=shop@sha256:aa");

    @Test
    void nothing() {
        assertThat(TargetChange.between(List.of(BEFORE), List.of(BEFORE))).isEmpty();
    }

    @Test
    void theRevisionAlsoWhenTheImageStaysTheSame() {
        assertThat(TargetChange.between(List.of(BEFORE), List.of(shop("5", "shop=shop@sha256:aa"))))
                .contains("Deployment shop: revision 4 → 5");
    }

    @Test
    void theImageAlsoWhenItHasTheSameTag() {
        assertThat(TargetChange.between(List.of(BEFORE), List.of(shop("4", "proxy=p", "shop=shop@sha256:bb"))))
                .contains("Deployment shop: shop=shop@sha256:aa → proxy=p shop=shop@sha256:bb");
        assertThat(TargetChange.between(List.of(shop("4", "a=1", "a=2")), List.of(shop("4", "a=1"))))
                .contains("Deployment shop: a=2 → nothing else");
    }

    @Test
    void scaledToNoneIsNoOtherImage() {
        assertThat(TargetChange.between(List.of(BEFORE), List.of(shop("4")))).isEmpty();
    }

    @Test
    void aWorkloadThatIsGone() {
        assertThat(TargetChange.between(List.of(BEFORE), List.of(WorkloadState.absent("Deployment", "shop"))))
                .hasValueSatisfying(change -> assertThat(change).startsWith("Deployment shop: was there"));
    }

    private static WorkloadState shop(String revision, String... images) {
        return new WorkloadState("Deployment", "shop", true, Optional.of(revision), List.of(images));
    }
}
