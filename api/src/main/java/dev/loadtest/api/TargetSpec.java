package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** What a load test is about: what must not be tested twice at a time, and what has to be ready before load is sent to it. */
@ValidationRule(
        value = "has(self.lock) || self.lockScope == 'Namespace'",
        message = "lockScope: only with lock, because it says among whom the lock is shared")
@ValidationRule(
        value = "has(self.lock) || self.settleSeconds == 0",
        message = "settleSeconds: only with lock, because it is the time after the run that had the lock before")
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record TargetSpec(
        @Size(min = 1, max = 63)
        @ValidationRule(
                value = "self.matches('^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$')",
                message = "must be a label value: letters, digits, -, _ and ., with a letter or digit at both ends")
        @JsonPropertyDescription(
                "Name of what the test puts load on, such as shop-staging: of all runs with the same lock one goes at a time, the others wait in the phase Queued, first come first served. At most 63 letters, digits, -, _ and . with a letter or digit at both ends. Default: none; the run waits for no other.")
        String lock,

        @Default("Namespace")
        @JsonPropertyDescription(
                "Among whom the lock is shared. Namespace: the LoadTests of the same namespace. Cluster: all LoadTests whose lock has this name and this scope, whatever their namespace. Default: Namespace.")
        String lockScope,

        @Default("0")
        @Min(0)
        @JsonPropertyDescription(
                "Seconds that have to pass between the end of a run, its teardown() included, and the next one with the same lock, so that queues drain and an autoscaler is back where it was. Each run waits as long as its own definition says. Default: 0.")
        Integer settleSeconds,

        @Default("21600")
        @Min(1)
        @JsonPropertyDescription(
                "Seconds that a run may wait for its turn, from its creation, or from when its LoadTest let it in where somebody created it. Then the verdict is Error with the reason QueueTimeout. At least 1. Default: 21600, six hours.")
        Integer queueTimeoutSeconds,

        @Size(max = 10)
        @JsonPropertyDescription(
                "Workloads of the LoadTest's namespace that have to be rolled out before the runners are created. Their revisions and image digests are recorded then and when the load has ended; a difference makes a run that would pass Inconclusive with the reason TargetChanged. Default: none.")
        List<TargetWorkload> workloads,

        @JsonPropertyDescription(
                "An HTTP request that has to succeed before the runners are created, after the workloads are rolled out. Default: none.")
        TargetProbe probe,

        @Default("300")
        @Min(1)
        @JsonPropertyDescription(
                "Seconds that workloads and probe may take to be ready, from the run's turn. The lock is held meanwhile. Then the verdict is Error with the reason TargetNotReady, and the message says what was missing. At least 1. Default: 300.")
        Integer readyTimeoutSeconds) {}
