package dev.loadtest.operator.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.api.LoadTestRun;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportArchiveTest {
    @Test
    void theAddressOfARunIsThatOfItsPage() {
        assertThat(address(Optional.of("https://tests.example.com/k6/")))
                .contains("https://tests.example.com/k6/namespaces/shop/runs/items-3");
    }

    @Test
    void nobodyKnowsItWhereTheOperatorIsNotToldHowItsPagesAreReached() {
        assertThat(address(Optional.empty())).isEmpty();
    }

    private static Optional<String> address(Optional<String> pagesUrl) {
        var run = new LoadTestRun();
        run.setMetadata(new ObjectMetaBuilder()
                .withNamespace("shop")
                .withName("items-3")
                .build());
        return new ReportArchive(null, "1.0", pagesUrl, "200Mi", null).address(run);
    }
}
