package dev.loadtest.k6;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the harness must know of a run.
 *
 * @param parallelism how many runners share the load, from 1
 * @param scriptPath where the user's script lies in the pod, absolute, with its real extension: {@code /test/smoke.ts}
 * @param thresholds those of the resource, by metric as the user wrote it; they are added to the script's
 * @param tags put on every sample; they win over the script's. The harness adds {@code runner} with the runner's index
 * @param nonce what marks this run's lines: 1 to 64 letters, digits, {@code -} or {@code _}
 * @param terminationLog whether the thresholds are also written to {@code /dev/termination-log}, which only a pod has
 * @param setupOnce whether setup() is called once for all runners, through k6's REST API, and k6 runs with {@code --no-setup
 *     --no-teardown}
 */
public record HarnessSettings(
        int parallelism,
        String scriptPath,
        Map<String, List<String>> thresholds,
        Map<String, String> tags,
        String nonce,
        boolean terminationLog,
        boolean setupOnce) {

    private static final Pattern PATH = Pattern.compile("/[-._/A-Za-z0-9]+");
    private static final Pattern NONCE = Pattern.compile("[-_A-Za-z0-9]{1,64}");

    /** @throws IllegalArgumentException when a value is not of the form described above */
    public HarnessSettings {
        if (parallelism < 1) {
            throw new IllegalArgumentException("parallelism must be at least 1, not " + parallelism);
        }
        if (!PATH.matcher(scriptPath).matches()) {
            throw new IllegalArgumentException(
                    "script path '%s' must be absolute and of letters, digits, '-', '_', '.' and '/' only"
                            .formatted(scriptPath));
        }
        if (!NONCE.matcher(nonce).matches()) {
            throw new IllegalArgumentException("nonce must be 1 to 64 letters, digits, '-' or '_'");
        }
        thresholds = Map.copyOf(thresholds);
        tags = Map.copyOf(tags);
    }
}
