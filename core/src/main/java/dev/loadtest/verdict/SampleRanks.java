package dev.loadtest.verdict;

import java.util.Arrays;

/**
 * Where the samples of one runner can lie. k6's percentile p of n sorted samples is x[i] + f (x[i+1] - x[i]) with
 * i + f = p / 100 (n - 1), so each knot ties two neighbouring ranks together; the least and the greatest sample are known. From that
 * follow, for every rank that a knot touches, the least and the greatest value of the sample there. Where at least about one knot lies
 * between every two ranks these two meet, and every sample is known.
 */
final class SampleRanks {
    /** The harness gives few samples themselves, at a percentile whose rank may miss the whole number by its last bits. */
    private static final double NEGLIGIBLE = 1e-6;

    private final long count;
    private final long[] ranks;
    private final double[] lows;
    private final double[] highs;

    SampleRanks(Knots knots) {
        var found = new Search(knots);
        count = knots.count;
        ranks = Arrays.copyOf(found.ranks, found.size);
        lows = Arrays.copyOf(found.lows, found.size);
        highs = Arrays.copyOf(found.highs, found.size);
    }

    int size() {
        return ranks.length;
    }

    /** The first place in [from, to) whose sample is surely greater than x, or is possibly greater. */
    int firstAbove(double x, boolean surely, int from, int to) {
        return Order.firstAbove(surely ? lows : highs, from, to, x);
    }

    /** How many samples at most are not greater than x, when this place is the first that is surely greater. */
    long mostBefore(int place) {
        return place == ranks.length ? count : ranks[place];
    }

    /** How many samples at least are not greater than x, when this place is the first that is possibly greater. */
    long leastBefore(int place) {
        return place == 0 ? 0 : ranks[place - 1] + 1;
    }

    /** At least this many samples are not greater than x. */
    long leastUpTo(double x) {
        return leastBefore(firstAbove(x, false, 0, ranks.length));
    }

    /** What is only needed until the samples are found. */
    private static final class Search {
        private final Knots knots;
        private final long[] ranks;
        private final double[] lows;
        private final double[] highs;
        private final int size;

        /** For each place, the first and the last knot between its rank and the next one, or 0; more of them would say nothing new. */
        private final int[] firstKnot;

        private final int[] lastKnot;

        Search(Knots knots) {
            this.knots = knots;
            ranks = new long[2 * knots.size];
            firstKnot = new int[ranks.length];
            lastKnot = new int[ranks.length];
            lows = new double[ranks.length];
            highs = new double[ranks.length];
            size = place();
            upwards();
            downwards();
            if (knots.count <= knots.size) {
                // A second round carries what one side of a gap learnt to the other; a third changes nothing worth
                // having.
                upwards();
                downwards();
            }
            makeMonotone();
        }

        private int place() {
            var places = 0;
            for (int knot = 0; knot < knots.size; knot++) {
                var below = (long) Math.floor(knots.rank(knot));
                var above = (long) Math.ceil(knots.rank(knot));
                if (places == 0 || ranks[places - 1] < below) {
                    places = add(below, places);
                }
                var left = ranks[places - 1] == below ? places - 1 : places - 2;
                if (above > ranks[places - 1]) {
                    places = add(above, places);
                }
                var right = above > below ? left + 1 : left;
                highs[left] = Math.min(highs[left], knots.high(knot));
                lows[right] = Math.max(lows[right], knots.low(knot));
                if (above > below) {
                    firstKnot[left] = firstKnot[left] == 0 ? knot : firstKnot[left];
                    lastKnot[left] = knot;
                }
            }
            return places;
        }

        private int add(long rank, int places) {
            ranks[places] = rank;
            lows[places] = knots.min;
            highs[places] = knots.max;
            return places + 1;
        }

        private void upwards() {
            for (int left = 0; left < size - 1; left++) {
                raise(left + 1, lows[left]);
                if (isTied(left)) {
                    var first = firstKnot[left];
                    var last = lastKnot[left];
                    tighten(left, left + 1, first, true);
                    if (last > first) {
                        tighten(left, left + 1, last, true);
                        solve(left, first, last);
                    }
                }
            }
        }

        private void downwards() {
            for (int left = size - 2; left >= 0; left--) {
                lower(left, highs[left + 1]);
                if (isTied(left)) {
                    tighten(left, left + 1, firstKnot[left], false);
                    if (lastKnot[left] > firstKnot[left]) {
                        tighten(left, left + 1, lastKnot[left], false);
                    }
                }
            }
        }

        /** With one knot and no known sample beside it, two ranks say nothing more of each other than that the knot lies between. */
        private boolean isTied(int left) {
            return firstKnot[left] != 0
                    && (lastKnot[left] > firstKnot[left]
                            || left > 0 && ranks[left] - ranks[left - 1] == 1
                            || left == 0
                            || left + 2 < size && ranks[left + 2] - ranks[left + 1] == 1
                            || left + 2 == size);
        }

        /** One knot between two ranks: what is known of one sample limits the other. */
        private void tighten(int left, int right, int knot, boolean upwards) {
            var f = fraction(knot);
            var known = upwards ? left : right;
            var sought = upwards ? right : left;
            var ofKnown = upwards ? 1 - f : f;
            var ofSought = 1 - ofKnown;
            if (ofSought < NEGLIGIBLE) {
                return;
            }
            var fromHigh = ofKnown * highs[known];
            var fromLow = ofKnown * lows[known];
            raise(sought, (knots.low(knot) - fromHigh - rounding(knots.low(knot), fromHigh)) / ofSought);
            lower(sought, (knots.high(knot) - fromLow + rounding(knots.high(knot), fromLow)) / ofSought);
        }

        /** Two knots between two ranks: two equations for two samples. */
        private void solve(int left, int first, int last) {
            var f = fraction(first);
            var g = fraction(last);
            var difference = g - f;
            if (difference < NEGLIGIBLE) {
                return;
            }
            var error = rounding(knots.value(first), knots.value(last));
            raise(left, (knots.low(first) * g - knots.high(last) * f - error) / difference);
            lower(left, (knots.high(first) * g - knots.low(last) * f + error) / difference);
            raise(left + 1, (knots.low(last) * (1 - f) - knots.high(first) * (1 - g) - error) / difference);
            lower(left + 1, (knots.high(last) * (1 - f) - knots.low(first) * (1 - g) + error) / difference);
        }

        private double fraction(int knot) {
            var rank = knots.rank(knot);
            return rank - Math.floor(rank);
        }

        /** How far off the few operations on two such values can be. */
        private static double rounding(double a, double b) {
            return 0x1p-49 * (Math.abs(a) + Math.abs(b));
        }

        private void raise(int place, double least) {
            if (least > lows[place] && least <= highs[place]) {
                lows[place] = least;
            }
        }

        private void lower(int place, double greatest) {
            if (greatest < highs[place] && greatest >= lows[place]) {
                highs[place] = greatest;
            }
        }

        private void makeMonotone() {
            for (int place = 1; place < size; place++) {
                lows[place] = Math.max(lows[place], lows[place - 1]);
            }
            for (int place = size - 2; place >= 0; place--) {
                highs[place] = Math.min(highs[place], highs[place + 1]);
            }
        }
    }
}
