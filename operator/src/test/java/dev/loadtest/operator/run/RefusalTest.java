package dev.loadtest.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.verdict.Reason;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalTest {
    @Test
    void aQuotaIsNamedInItsOwnWords() {
        var refusal = Refusal.of(
                answer(403, "jobs.batch \"x-1\" is forbidden: exceeded quota: no-jobs, requested: count/jobs.batch=1"));

        assertThat(refusal).hasValueSatisfying(judgement -> {
            assertThat(judgement.reason()).isEqualTo(Reason.QUOTA_EXCEEDED);
            assertThat(judgement.message()).contains("exceeded quota: no-jobs");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 422})
    void aPolicyIsNamedInItsOwnWords(int code) {
        var refusal = Refusal.of(answer(code, "ValidatingAdmissionPolicy 'only-signed' denied request"));

        assertThat(refusal).hasValueSatisfying(judgement -> {
            assertThat(judgement.reason()).isEqualTo(Reason.ADMISSION_REFUSED);
            assertThat(judgement.message()).contains("only-signed");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 404, 409, 429, 500, 503})
    void whatMayHealIsNoRefusal(int code) {
        assertThat(Refusal.of(answer(code, "come back later"))).isEmpty();
    }

    private static KubernetesClientException answer(int code, String words) {
        return new KubernetesClientException(
                words,
                code,
                new StatusBuilder().withCode(code).withMessage(words).build());
    }
}
