package dev.loadtest.operator.e2e;

import static dev.loadtest.operator.e2e.VerdictE2E.assertVerdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.testkit.TestNamespace;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Runs that never come to send load: each ends, and says what to do about it. */
@Execution(ExecutionMode.CONCURRENT)
class CannotStartE2E {
    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    private final User user = new User(NAMESPACE);

    @Test
    void syntaxErrorInTheScript() {
        user.applies("syntax", "parallelism: 2", "export default function ( { nonsense");

        var run = user.seesCompleted("syntax-1");

        assertVerdict(run, "Error", "ScriptError");
        assertThat(run.getStatus().message()).contains("script.js");
    }

    @Test
    void exceptionInSetup() {
        user.applies("setup-throws", "", """
                export function setup() { throw new Error('no token for you'); }
                export default function () {}
                """);

        var run = user.seesCompleted("setup-throws-1");

        assertVerdict(run, "Error", "ScriptError");
        assertThat(run.getStatus().message()).contains("no token for you");
    }

    @Test
    void configMapThatDoesNotExist() {
        user.applies("no-map", "script: {configMap: {name: nowhere, file: a.js}}");

        var run = user.seesCompleted("no-map-1");

        assertVerdict(run, "Error", "ScriptConfigMapMissing");
        assertThat(run.getStatus().message()).contains("ConfigMap nowhere does not exist");
    }

    @Test
    void keyThatTheConfigMapDoesNotHave() {
        user.createsConfigMap("scripts", Map.of("smoke.js", "", "crud.js", ""));
        user.applies("no-key", "script: {configMap: {name: scripts, file: smok.js}}");

        var run = user.seesCompleted("no-key-1");

        assertVerdict(run, "Error", "ScriptKeyMissing");
        assertThat(run.getStatus().message())
                .isEqualTo("ConfigMap scripts has no key smok.js; it has crud.js, smoke.js");
    }

    @Test
    void configMapThatComesALittleLater() {
        user.applies("late-map", "script: {configMap: {name: late, file: a.js}}");
        user.sees(
                "late-map-1",
                run -> run.getStatus() != null
                        && "ScriptConfigMapMissing".equals(run.getStatus().reason()));
        user.createsConfigMap("late", Map.of("a.js", Scripts.idle(1, 1)));

        assertVerdict(user.seesCompleted("late-map-1"), "Passed", "NoThresholds");
    }

    @Test
    void imageThatDoesNotExist() {
        user.applies("no-image", "image: 127.0.0.1:1/nobody/k6:none\nstartTimeoutSeconds: 15", Scripts.idle(1, 1));

        var run = user.seesCompleted("no-image-1");

        assertVerdict(run, "Error", "ImagePullFailed");
        assertThat(run.getStatus().message()).contains("127.0.0.1:1/nobody/k6:none");
    }

    @Test
    void moreRunnersThanVUs() {
        user.applies("too-many", "parallelism: 3", Scripts.idle(1, 2));

        var run = user.seesCompleted("too-many-1");

        assertVerdict(run, "Error", "ParallelismExceedsVUs");
        assertThat(run.getStatus().message()).contains("set spec.parallelism to 2 or less");
        assertThat(run.getStatus().numbers()).isNull();
    }
}
