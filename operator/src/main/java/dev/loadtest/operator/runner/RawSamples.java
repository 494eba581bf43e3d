package dev.loadtest.operator.runner;

import dev.loadtest.api.LoadTestSpec;
import dev.loadtest.api.ReportClaim;
import dev.loadtest.k6.K6Flags;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every sample of a runner as a file in the claim of its report: one more output of k6 beside those that it has. */
final class RawSamples {
    private static final String OUT = "K6_OUT";
    private static final String INDEX = "JOB_COMPLETION_INDEX";
    /** Letters of switches may stand together before another: -qo is -q -o. */
    private static final String SWITCHES = K6Flags.rows().stream()
            .filter(row -> !row.takesValue() && !row.letter().isEmpty())
            .map(row -> row.letter().substring(1))
            .collect(Collectors.joining("", "-[", "]*"));

    private RawSamples() {}

    /** Arguments about outputs make k6 overlook the variable: then it is one more of them. */
    static List<String> arguments(LoadTestSpec definition) {
        return ReportPlaces.raw(definition) && outputsAsArguments(definition)
                ? List.of("--out", "json=" + StoreJob.rawFile())
                : List.of();
    }

    /** The variables with the output among them. The Job's controller adds the index last, and a variable can only name those before it. */
    static List<EnvVar> with(List<EnvVar> variables, LoadTestSpec definition) {
        if (!ReportPlaces.raw(definition) || outputsAsArguments(definition)) {
            return variables;
        }
        var others = variables.stream()
                .filter(variable -> variable.getName().equals(OUT))
                .map(EnvVar::getValue)
                .filter(value -> value != null && !value.isBlank());
        var outputs = String.join(
                ",",
                Stream.concat(others, Stream.of("json=" + StoreJob.rawFile())).toList());
        // @formatter:off
        var index = new EnvVarBuilder()
                .withName(INDEX)
                .withNewValueFrom()
                    .withNewFieldRef().withFieldPath("metadata.annotations['batch.kubernetes.io/job-completion-index']").endFieldRef()
                .endValueFrom()
                .build();
        // @formatter:on
        var all = new ArrayList<EnvVar>(List.of(index));
        variables.stream().filter(variable -> !variable.getName().equals(OUT)).forEach(all::add);
        all.add(new EnvVarBuilder().withName(OUT).withValue(outputs).build());
        return all;
    }

    /** The pod with the run's folder of the claim in k6's container. */
    static PodTemplateSpecBuilder mounted(PodTemplateSpecBuilder template, ReportPlaces places) {
        // @formatter:off
        return template
                .editSpec()
                    .editSecurityContext()
                        .withFsGroup(places.claim().map(ReportClaim::fsGroup).orElse(null))
                        .withFsGroupChangePolicy("OnRootMismatch")
                    .endSecurityContext()
                    .editFirstContainer()
                        .addToVolumeMounts(StoreJob.resultsMount(places))
                    .endContainer()
                    .addAllToVolumes(places.claim().map(StoreJob::resultsVolume).stream().toList())
                .endSpec();
        // @formatter:on
    }

    private static boolean outputsAsArguments(LoadTestSpec definition) {
        return Optional.ofNullable(definition.arguments()).orElse(List.of()).stream()
                .anyMatch(word -> word.equals("--out") || word.startsWith("--out=") || word.matches(SWITCHES + "o.*"));
    }
}
