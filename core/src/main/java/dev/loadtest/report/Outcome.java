package dev.loadtest.report;

import dev.loadtest.verdict.Judgement;

/**
 * What the run came to.
 *
 * @param verdict Passed, Failed, Error, Inconclusive or Aborted
 * @param reason why, as one word for programs
 * @param message why, for people, with the object at fault and the next step
 */
public record Outcome(String verdict, String reason, String message) {

    static Outcome of(Judgement judgement) {
        return new Outcome(judgement.verdict().word(), judgement.reason().word(), judgement.message());
    }
}
