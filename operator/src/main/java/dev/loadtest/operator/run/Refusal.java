package dev.loadtest.operator.run;

import dev.loadtest.operator.diagnosis.Refusals;
import dev.loadtest.operator.telemetry.ApiServerMessage;
import dev.loadtest.verdict.Judgement;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Optional;

/** What it means when the API server does not want the objects of a run: to ask again would bring the same answer. */
final class Refusal {
    private static final int UNPROCESSABLE = 422;

    private Refusal() {}

    /** Empty for whatever may heal: a conflict, a server that is busy or away. */
    static Optional<Judgement> of(KubernetesClientException answer) {
        return switch (answer.getCode()) {
            case HttpURLConnection.HTTP_FORBIDDEN,
                    HttpURLConnection.HTTP_BAD_REQUEST,
                    HttpURLConnection.HTTP_ENTITY_TOO_LARGE,
                    UNPROCESSABLE -> {
                var finding = Refusals.of(ApiServerMessage.of(answer));
                yield Optional.of(Judgement.unmeasured(finding.reason(), finding.message()));
            }
            default -> Optional.empty();
        };
    }
}
