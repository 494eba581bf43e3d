package dev.loadtest.operator.run;

import dev.loadtest.verdict.Judgement;
import dev.loadtest.verdict.Reason;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;

/** What it means when the API server does not want the objects of a run: to ask again would bring the same answer. */
final class Refusal {
    private static final int UNPROCESSABLE = 422;

    private Refusal() {}

    /** Empty for whatever may heal: a conflict, a server that is busy or away. */
    static Optional<Judgement> of(KubernetesClientException answer) {
        return switch (answer.getCode()) {
            case HttpURLConnection.HTTP_FORBIDDEN, HttpURLConnection.HTTP_BAD_REQUEST, UNPROCESSABLE -> {
                var words = answer.getStatus() == null
                        ? answer.getMessage()
                        : answer.getStatus().getMessage();
                yield Optional.of(
                        words.contains("exceeded quota")
                                ? judgement(
                                        Reason.QUOTA_EXCEEDED,
                                        "a quota has no room for the runners; raise it, or run when other things have ended: "
                                                + words)
                                : judgement(
                                        Reason.ADMISSION_REFUSED,
                                        "the API server refused the objects of the run; change the LoadTest or the policy that it names: "
                                                + words));
            }
            default -> Optional.empty();
        };
    }

    private static Judgement judgement(Reason reason, String message) {
        return new Judgement(reason, message, List.of(), Optional.empty(), List.of());
    }
}
