package dev.loadtest.operator.diagnosis;

import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Which ConfigMap, Secret, claim or key the kubelet or the scheduler did not find, in their words. */
final class MissingReference {
    private record Form(Pattern words, String finding) {
        Optional<String> in(String text) {
            return words.matcher(text).results().findFirst().map(found -> finding.formatted(groups(found)));
        }

        private static Object[] groups(MatchResult found) {
            return IntStream.rangeClosed(1, found.groupCount())
                    .mapToObj(found::group)
                    .toArray();
        }
    }

    private static final List<Form> FORMS = List.of(
            new Form(Pattern.compile("configmap \"([^\"]+)\" not found"), "ConfigMap %s does not exist"),
            new Form(Pattern.compile("secret \"([^\"]+)\" not found"), "Secret %s does not exist"),
            new Form(
                    Pattern.compile("persistentvolumeclaim \"([^\"]+)\" not found"),
                    "PersistentVolumeClaim %s does not exist"),
            new Form(
                    Pattern.compile("couldn't find key (\\S+) in ((?:ConfigMap|Secret) )[^/\\s]+/(\\S+)"),
                    "%2$s%3$s has no key %1$s"),
            new Form(
                    Pattern.compile("configmap references non-existent config key: (\\S+)"),
                    "a ConfigMap has no key %s"),
            new Form(Pattern.compile("references non-existent secret key: (\\S+)"), "a Secret has no key %s"));

    private MissingReference() {}

    static Optional<String> in(String words) {
        return FORMS.stream().flatMap(form -> form.in(words).stream()).findFirst();
    }
}
