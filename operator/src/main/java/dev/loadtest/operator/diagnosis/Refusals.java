package dev.loadtest.operator.diagnosis;

import dev.loadtest.verdict.Reason;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What it means when the API server does not want an object of a run, be it the Job or its pods. */
public final class Refusals {
    /**
     * How the words begin: with what the event recorder and the Job's controller put in front, and the object. The name of a pod is
     * another in every attempt, and the same refusal should give the same words.
     */
    private static final Pattern BEFORE_THE_CAUSE = Pattern.compile(
            "^(\\(combined from similar events\\): )?(Error creating: )?(\\S+ \"[^\"]*\" is (forbidden|invalid): )?");

    private static final Pattern NO_ACCOUNT =
            Pattern.compile("error looking up service account ([^/\\s]+)/(\\S+): serviceaccount \"[^\"]*\" not found");

    private Refusals() {}

    /**
     * The finding in a refusal.
     *
     * @param words what the API server answered, or what an event of the Job's controller says that it answered
     */
    public static Finding of(String words) {
        var cause = BEFORE_THE_CAUSE.matcher(words).replaceFirst("");
        var account = NO_ACCOUNT.matcher(cause);
        if (account.find()) {
            return new Finding(
                    Reason.SERVICE_ACCOUNT_MISSING,
                    "ServiceAccount %s does not exist in namespace %s; create it, or correct spec.serviceAccountName"
                            .formatted(account.group(2), account.group(1)),
                    Finding.A_SECOND_LOOK);
        }
        if (says(cause, "failed quota: ")) {
            return new Finding(
                    Reason.ADMISSION_REFUSED,
                    "a quota wants the runners to say what they need; add it to spec.resources: " + cause,
                    Finding.NONE);
        }
        if (says(cause, "exceeded quota: ", "insufficient quota to ", "status unknown for quota: ")) {
            return new Finding(
                    Reason.QUOTA_EXCEEDED,
                    "a quota has no room for the runners; raise it, or run when other things have ended: " + cause,
                    Finding.A_MINUTE);
        }
        if (says(cause, "failed calling webhook ", "failed to call webhook")) {
            return new Finding(
                    Reason.ADMISSION_REFUSED,
                    "an admission webhook does not answer; repair it, or let it fail open: " + cause,
                    Finding.A_MINUTE);
        }
        if (isDefinite(words)) {
            return new Finding(
                    Reason.ADMISSION_REFUSED,
                    "the API server refused the objects of the run; change the LoadTest or the policy that it names: "
                            + cause,
                    // A PriorityClass or a RuntimeClass may be applied a moment later; a policy has looked at all there
                    // is.
                    says(cause, "not found", "was found") ? Finding.A_SECOND_LOOK : Finding.NONE);
        }
        return new Finding(
                Reason.RUNNER_CANNOT_START,
                "the runners cannot be created; look at the events of the run's Job: " + cause,
                Finding.AS_LONG_AS_THE_START);
    }

    private static boolean isDefinite(String words) {
        return says(words, " is forbidden: ", " is invalid: ", "denied the request", "denied request");
    }

    private static boolean says(String words, String... parts) {
        return Stream.of(parts).anyMatch(words::contains);
    }
}
