package dev.loadtest.k6;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The module that k6 runs instead of the user's script. It imports the script as it is, adds thresholds, tags and segments, and prints
 * the result that {@link ResultReader} reads.
 */
public final class Harness {
    /** The file that k6 is to run. */
    public static final String ENTRY = "harness.js";

    /**
     * The file that k6 is to run after the load, where teardown() is run once for all runners. It reads what setup() returned from {@link
     * #SETUP_DATA}, if that exists.
     */
    public static final String TEARDOWN_ENTRY = "teardown.js";

    /** Where {@link #TEARDOWN_ENTRY} looks for what setup() returned, as JSON; no file or an empty one when that was undefined. */
    public static final String SETUP_DATA = "/loadtest-setup/data.json";

    private static final String SETTINGS = "run.json";
    private static final String SCRIPT = "@SCRIPT@";
    private static final ObjectMapper JSON = new ObjectMapper();

    private Harness() {}

    /**
     * The files to mount read-only in one folder, by name. Each runner takes its index from the variable {@code JOB_COMPLETION_INDEX}.
     * The same settings give the same bytes.
     */
    public static SortedMap<String, String> files(HarnessSettings settings) {
        var files = new TreeMap<String, String>();
        files.put(ENTRY, resource(ENTRY).replace(SCRIPT, settings.scriptPath()));
        files.put(TEARDOWN_ENTRY, resource(TEARDOWN_ENTRY).replace(SCRIPT, settings.scriptPath()));
        files.put(SETTINGS, json(settings));
        return Collections.unmodifiableSortedMap(files);
    }

    private static String json(HarnessSettings settings) {
        var run = new TreeMap<String, Object>();
        run.put("parallelism", settings.parallelism());
        run.put("thresholds", new TreeMap<>(settings.thresholds()));
        run.put("tags", new TreeMap<>(settings.tags()));
        run.put("nonce", settings.nonce());
        run.put("terminationLog", settings.terminationLog());
        run.put("setupOnce", settings.setupOnce());
        try {
            return JSON.writeValueAsString(run);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of strings can always be written", e);
        }
    }

    private static String resource(String name) {
        try (var stream = Harness.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
