package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/** What to run, with how many runners, and what must hold. */
@ValidationRule(
        value = "!has(self.minRunners) || self.minRunners <= self.parallelism",
        message = "minRunners: at most parallelism, because there are no more runners than that")
@ValidationRule(
        value = "!has(self.minRunners) || self.onRunnerLoss == 'Continue'",
        message = "minRunners: only with onRunnerLoss: Continue, because otherwise the first loss ends the run")
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record LoadTestSpec(
        @Required
        @JsonPropertyDescription(
                "Where the k6 script comes from: exactly one of configMap, inline. Each run uses the script as it was when the run began; a later change of the ConfigMap matters to the next run, and starts none by itself.")
        ScriptSource script,

        @Default("grafana/k6:2.2.0")
        @Size(min = 1, max = 512)
        @JsonPropertyDescription(
                "Image of the runners, with k6 on its path and a user who is not root, as in grafana/k6. Take an image of your own when the script imports an extension. Default: grafana/k6:2.2.0.")
        String image,

        @JsonPropertyDescription(
                "When a node pulls the image: Always, IfNotPresent or Never. Default: Always for the tag latest, IfNotPresent for every other, as for any pod.")
        String imagePullPolicy,

        @Size(max = 16)
        @JsonPropertyDescription(
                "Secrets in the namespace of the LoadTest with the credentials for pulling the image. Default: those of the ServiceAccount.")
        List<SecretReference> imagePullSecrets,

        @Default("1")
        @Min(1)
        @Max(500)
        @JsonPropertyDescription(
                "Number of runners, each one pod with one k6 process. The load that the script describes is divided among them, they start together, and thresholds are judged over all of them together. From 1 to 500. Default: 1.")
        Integer parallelism,

        @Default("Once")
        @JsonPropertyDescription(
                "Where setup() and teardown() of the script run when there are several runners. Once: setup() in one of them before the load begins, its data given to all, teardown() in a pod of its own after the last has ended. PerRunner: both in each of them, as k6 by itself does. Default: Once.")
        String setup,

        @Default("Fail")
        @JsonPropertyDescription(
                "What a runner that is lost while the load is sent does to the run: evicted, preempted, out of memory, deleted, gone with its node. Fail: the others are stopped and the verdict is Error. Continue: they go on; the verdict is at best Inconclusive, unless minRunners came to their end. A runner lost before the start always ends the run. Default: Fail.")
        String onRunnerLoss,

        @Min(1)
        @Max(500)
        @JsonPropertyDescription(
                "With onRunnerLoss: Continue, the number of runners that have to come to their end for the run to be judged as if none had been lost. At most parallelism. Default: all of them.")
        Integer minRunners,

        @JsonPropertyDescription(
                "When the measurement is believed. What is not believed makes a run that would pass Inconclusive. Default: the default of each of its fields.")
        ValiditySpec validity,

        @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
        @Size(max = 253)
        @JsonPropertyDescription(
                "ServiceAccount of the runners, in the namespace of the LoadTest: for its imagePullSecrets and for identities that nodes give to pods. Its token is not mounted. Default: the ServiceAccount default.")
        String serviceAccountName,

        @Size(max = 64)
        @JsonPropertyDescription(
                "Further arguments for k6 run, one list entry for each word, such as --http-debug. Arguments that would take the result or the control of the run away from the operator are refused. Default: none.")
        List<@Size(min = 1, max = 1024) String> arguments,

        @Size(max = 100)
        @JsonPropertyDescription(
                "Environment variables of the runners; the script reads them from __ENV. They win over envFrom. Variables of k6 that would take the result or the control of the run away from the operator are refused. Default: none.")
        List<EnvVariable> env,

        @Size(max = 32)
        @JsonPropertyDescription(
                "ConfigMaps and Secrets of which every key becomes an environment variable of the runners. A later source wins over an earlier one, env wins over all. Default: none.")
        List<EnvSource> envFrom,

        @Default("{\"requests\": {\"cpu\": \"100m\", \"memory\": \"128Mi\"}}")
        @JsonPropertyDescription(
                "CPU and memory of each runner. Default: requests of 100m CPU and 128Mi memory, no limits. What is given replaces the default as a whole; {} means neither requests nor limits.")
        ResourceRequirements resources,

        @Size(max = 50)
        @JsonPropertyDescription(
                "Thresholds that must hold over all runners together, beside those of the script: a metric as k6 names it, such as http_req_duration or http_req_duration{name:items}, with its expressions, such as p(95)<500. Durations are in milliseconds, without a unit. Default: those of the script alone.")
        Map<String, List<String>> thresholds,

        @JsonPropertyDescription(
                "Sends the k6 metrics to Prometheus by remote write while the test runs. Default: to the URL that the operator is configured with, and nowhere if it has none.")
        PrometheusOutput prometheus,

        @JsonPropertyDescription(
                "Brings the files of the report, summary.json, report.html, junit.xml and report.md, to a PersistentVolumeClaim, a bucket or both, once the run is over. That it fails changes no verdict: it is tried again for a day, and the condition ReportDelivered says what is wrong. Default: the report lies in the ConfigMap RUN-report alone, packed.")
        ReportSpec report,

        @JsonPropertyDescription(
                "What the load is put on: a lock, so that nothing else is tested there at the same time, and workloads and a probe that have to be ready before. Default: none of it.")
        TargetSpec target,

        @Min(1)
        @JsonPropertyDescription(
                "Seconds that a run may take from the start of the load. Then the runners are stopped, what was measured until then is kept, and the verdict is Error with the reason DeadlineExceeded. At least 1. Default: none; a run that goes on for 5 minutes beyond the plan of its script is given up in any case.")
        Integer activeDeadlineSeconds,

        @Default("300")
        @Min(1)
        @JsonPropertyDescription(
                "Seconds that the runners may take, from their creation, until all of them are ready to send load: scheduling, pulling the image, compiling the script. Then the verdict is Error with a reason that says what was missing. At least 1. Default: 300.")
        Integer startTimeoutSeconds,

        @Min(0)
        @JsonPropertyDescription(
                "Seconds after the end of a run at which its Job and pods are removed. The LoadTestRun with verdict and numbers stays. 0 removes them at once. Default: they stay until the run is deleted.")
        Integer ttlSecondsAfterFinished,

        @Default("false")
        @JsonPropertyDescription(
                "true: no new run begins, while one that is going goes on. When this is false again, a change made meanwhile leads to a run, and so does the latest time of the schedule that passed meanwhile, unless startingDeadlineSeconds is over. Default: false.")
        Boolean suspend,

        @Size(min = 1, max = 128)
        @ValidationRule(
                value = "!self.contains('TZ')",
                message = "schedule: no TZ= or CRON_TZ= in it; say the time zone in timeZone")
        @ValidationRule(
                value = "self.contains('TZ') || self.matches('" + Cron.FORM + "')",
                message =
                        "schedule: five fields, minute hour day-of-month month day-of-week, as in */30 8-20 * * * or 0 10 * * mon; or one of @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly")
        @ValidationRule(
                value = Cron.MINUTE,
                message =
                        "schedule: minute, the first field, is of 0 to 59: a value, a range as in 10-20, a list, *, or a step as in */30")
        @ValidationRule(
                value = Cron.HOUR,
                message =
                        "schedule: hour, the second field, is of 0 to 23: a value, a range as in 8-20, a list, *, or a step as in */2")
        @ValidationRule(
                value = Cron.DAY_OF_MONTH,
                message =
                        "schedule: day-of-month, the third field, is of 1 to 31: a value, a range as in 1-7, a list, *, or a step as in */2")
        @ValidationRule(
                value = Cron.MONTH,
                message =
                        "schedule: month, the fourth field, is of 1 to 12 or jan to dec: a value, a range as in 1-6, a list, *, or a step as in */3")
        @ValidationRule(
                value = Cron.DAY_OF_WEEK,
                message =
                        "schedule: day-of-week, the fifth field, is of 0 (Sunday) to 6 or sun to sat: a value, a range as in mon-fri, a list, *, or a step as in */2")
        @JsonPropertyDescription(
                "When runs begin: a cron expression of five fields, minute hour day-of-month month day-of-week, as a CronJob has it, or @yearly, @annually, @monthly, @weekly, @daily, @midnight or @hourly. With a schedule, a change of the definition starts no run unless runPolicy says so. Default: none; a run begins when the LoadTest is created and when it changes.")
        String schedule,

        @Size(min = 1, max = 64)
        @ValidationRule(
                value = "self.matches('^[A-Za-z][A-Za-z0-9_+/-]*$') && self != 'Local'",
                message =
                        "timeZone: the name of a time zone, as in Europe/Berlin or Etc/UTC; not an offset and not Local")
        // The API server's own time zone database, as for a CronJob: of an unknown name the evaluation fails.
        @ValidationRule(
                value =
                        "!self.matches('^[A-Za-z][A-Za-z0-9_+/-]*$') || self == 'Local' || timestamp('2026-01-01T00:00:00Z').getHours(self) >= 0",
                message = "timeZone: a name of the time zone database, as in Europe/Berlin or Etc/UTC")
        @JsonPropertyDescription(
                "Time zone of the schedule, by its name in the time zone database, such as Europe/Berlin. Default: Etc/UTC.")
        String timeZone,

        @Default("Forbid")
        @JsonPropertyDescription(
                "What happens when the schedule is due while a run of this LoadTest is going. Forbid: nothing begins; when that run has ended, the latest time that passed meanwhile is made up for, unless startingDeadlineSeconds is over. Replace: that run is stopped, and the new one begins when it has ended. Allow: both go at once, and disturb each other's numbers if their target is the same. Default: Forbid, where a CronJob has Allow.")
        String concurrencyPolicy,

        @Min(0)
        @JsonPropertyDescription(
                "Seconds after a time of the schedule in which its run may still begin. Later it counts as missed. Default: no limit; the latest time that was missed is made up for whenever that is possible.")
        Integer startingDeadlineSeconds,

        @Default("10")
        @Min(0)
        @JsonPropertyDescription(
                "How many runs that are over with the verdict Passed are kept. The newest run that is over is kept in any case. Default: 10.")
        Integer successfulRunsHistoryLimit,

        @Default("10")
        @Min(0)
        @JsonPropertyDescription(
                "How many runs that are over with any other verdict are kept. The newest run that is over is kept in any case. Default: 10.")
        Integer failedRunsHistoryLimit,

        @JsonPropertyDescription(
                "Whether a change of the definition, and its creation, starts a run. OnChange: yes, once for each change that a run would notice. Manual: no; runs begin by the schedule and on request only. Default: OnChange without a schedule, Manual with one.")
        String runPolicy,

        @Min(1)
        @JsonPropertyDescription(
                "Seconds without a run whose numbers can be believed, passed or failed, after which the condition Fresh turns False, with an event and a metric. At least 1. Default: none; nobody watches.")
        Integer stalenessLimitSeconds) {

    /** The same with what one run has other than the rest. */
    public LoadTestSpec overridden(
            Integer runners, List<String> words, List<EnvVariable> variables, Map<String, List<String>> limits) {
        return new LoadTestSpec(
                script,
                image,
                imagePullPolicy,
                imagePullSecrets,
                runners,
                setup,
                onRunnerLoss,
                minRunners,
                validity,
                serviceAccountName,
                words,
                variables,
                envFrom,
                resources,
                limits,
                prometheus,
                report,
                target,
                activeDeadlineSeconds,
                startTimeoutSeconds,
                ttlSecondsAfterFinished,
                suspend,
                schedule,
                timeZone,
                concurrencyPolicy,
                startingDeadlineSeconds,
                successfulRunsHistoryLimit,
                failedRunsHistoryLimit,
                runPolicy,
                stalenessLimitSeconds);
    }
}
