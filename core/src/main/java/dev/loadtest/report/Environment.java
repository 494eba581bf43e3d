package dev.loadtest.report;

import java.util.List;

/**
 * What the run was made with. Of environment variables the names alone: values may be secrets.
 *
 * @param image the runners' image
 * @param parallelism how many runners
 * @param arguments further arguments of k6 run
 * @param variables names of the environment variables that the definition gives to the runners
 * @param setup where setup() and teardown() run: Once or PerRunner
 * @param script the script
 * @param operatorVersion version of the operator that judged the run
 * @param repeat how to repeat the run, as commands for a shell
 */
public record Environment(
        String image,
        int parallelism,
        List<String> arguments,
        List<String> variables,
        String setup,
        Script script,
        String operatorVersion,
        List<String> repeat) {

    public Environment {
        arguments = Lists.copy(arguments);
        variables = Lists.copy(variables);
        repeat = Lists.copy(repeat);
    }

    /** Without commands; {@link Report#of} adds them. */
    public Environment(
            String image,
            int parallelism,
            List<String> arguments,
            List<String> variables,
            String setup,
            Script script,
            String operatorVersion) {
        this(image, parallelism, arguments, variables, setup, script, operatorVersion, List.of());
    }

    Environment repeatedBy(List<String> commands) {
        return new Environment(image, parallelism, arguments, variables, setup, script, operatorVersion, commands);
    }

    /**
     * The script as the run used it.
     *
     * @param configMap name of the ConfigMap with the copy
     * @param file key of the script in it
     * @param sha256 of the script and what lies beside it, in hexadecimal: the same value means the same script
     */
    public record Script(String configMap, String file, String sha256) {}
}
