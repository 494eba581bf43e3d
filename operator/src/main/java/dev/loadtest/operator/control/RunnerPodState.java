package dev.loadtest.operator.control;

import java.util.Optional;

/**
 * What the cluster says of a runner's pod.
 *
 * @param index the runner's index
 * @param address its IP address, once it has one
 * @param started whether k6's container was started
 * @param terminated whether k6's container has ended
 */
public record RunnerPodState(
        int index,
        String namespace,
        String pod,
        String uid,
        Optional<String> address,
        boolean started,
        boolean terminated) {}
