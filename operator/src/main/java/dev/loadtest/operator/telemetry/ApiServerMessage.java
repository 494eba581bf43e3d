package dev.loadtest.operator.telemetry;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;

/** What the API server says of a request that it did not carry out, for people: its own words where it has some. */
public final class ApiServerMessage {
    private ApiServerMessage() {}

    /** Without what the client puts around them, which is the whole request. */
    public static String of(KubernetesClientException answer) {
        return Optional.ofNullable(answer.getStatus()).map(Status::getMessage).orElse(answer.getMessage());
    }
}
