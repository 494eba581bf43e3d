package dev.loadtest.operator.e2e;

import static dev.loadtest.operator.e2e.Signs.seesNamed;
import static dev.loadtest.operator.e2e.VerdictE2E.assertVerdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.testkit.TestNamespace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Runs that k6 itself gives up, because of the script or of what it was told: k6's own words say why. */
@Execution(ExecutionMode.CONCURRENT)
class ScriptTroubleE2E {
    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    private final User user = new User(NAMESPACE);

    @Test
    void syntaxErrorInTheScript() {
        user.applies("syntax", "parallelism: 2", """
                import http from 'k6/http';

                export default function () { const = 1; }
                """);

        seesNamed(user, "syntax-1", "ScriptError", "exit code 107");
        var run = user.seesCompleted("syntax-1");

        assertVerdict(run, "Error", "ScriptError");
        assertThat(run.getStatus().message()).contains("script.js: Line 3:");
    }

    @Test
    void exceptionWhileTheScriptIsLoaded() {
        user.applies("throws", "", """
                export const options = { vus: 1, duration: '1s' };

                nowhere.call();
                export default function () {}
                """);

        seesNamed(user, "throws-1", "ScriptError", "exit code 107");
        var run = user.seesCompleted("throws-1");

        assertVerdict(run, "Error", "ScriptError");
        assertThat(run.getStatus().message()).contains("nowhere is not defined").contains("script.js:3");
    }

    @Test
    void exceptionInSetup() {
        user.applies("setup-throws", "", """
                export function setup() { throw new Error('no token for you'); }
                export default function () {}
                """);

        seesNamed(user, "setup-throws-1", "ScriptError", "exit code 107");
        var run = user.seesCompleted("setup-throws-1");

        assertVerdict(run, "Error", "ScriptError");
        assertThat(run.getStatus().message()).contains("no token for you").contains("script.js:1");
    }

    @Test
    void thresholdThatK6DoesNotUnderstand() {
        user.applies("threshold", "parallelism: 2", """
                export const options = { vus: 2, duration: '1s', thresholds: { http_req_duration: ['p(95)<<500'] } };
                export default function () {}
                """);

        seesNamed(user, "threshold-1", "InvalidOptions", "exit code 104");
        var run = user.seesCompleted("threshold-1");

        assertVerdict(run, "Error", "InvalidOptions");
        assertThat(run.getStatus().message()).contains("p(95)<<500");
    }

    @Test
    void argumentThatK6DoesNotKnow() {
        user.applies("argument", "arguments: [--nonsense]", Scripts.idle(1, 1));

        seesNamed(user, "argument-1", "InvalidOptions", "exit code 255");
        var run = user.seesCompleted("argument-1");

        assertVerdict(run, "Error", "InvalidOptions");
        assertThat(run.getStatus().message()).contains("unknown flag: --nonsense");
    }

    @Test
    void extensionThatTheImageDoesNotHave() {
        user.applies("extension", "parallelism: 2", """
                import faker from 'k6/x/faker';
                export const options = { vus: 2, duration: '1s' };
                export default function () { faker.person.firstName(); }
                """);

        seesNamed(user, "extension-1", "ExtensionMissing", "exit code 107");
        var run = user.seesCompleted("extension-1");

        assertVerdict(run, "Error", "ExtensionMissing");
        assertThat(run.getStatus().message()).contains("k6/x/faker");
    }

    @Test
    void setupThatTakesTooLong() {
        user.applies("setup-slow", "", """
                import { sleep } from 'k6';
                export const options = { vus: 1, duration: '1s', setupTimeout: '1s' };
                export function setup() { sleep(30); }
                export default function () {}
                """);

        seesNamed(user, "setup-slow-1", "SetupTimeout", "exit code 100");
        var run = user.seesCompleted("setup-slow-1");

        assertVerdict(run, "Error", "SetupTimeout");
        assertThat(run.getStatus().message()).contains("setup()").contains("1 seconds");
    }

    @Test
    void teardownThatTakesTooLong() {
        user.applies("teardown-slow", "", """
                import { sleep } from 'k6';
                export const options = { vus: 1, duration: '1s', teardownTimeout: '1s' };
                export default function () { sleep(0.1); }
                export function teardown() { sleep(30); }
                """);

        seesNamed(user, "teardown-slow-1", "TeardownTimeout", "exit code 101");
        var run = user.seesCompleted("teardown-slow-1");

        assertVerdict(run, "Error", "TeardownTimeout");
        assertThat(run.getStatus().message()).contains("teardown()").contains("1 seconds");
        assertThat(run.getStatus().numbers().iterations()).isPositive();
    }
}
