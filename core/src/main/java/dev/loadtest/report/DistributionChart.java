package dev.loadtest.report;

import dev.loadtest.verdict.Distribution;
import dev.loadtest.verdict.Distribution.Bin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** How latencies are spread, as bars. Where the last one reaches further than the others, to the slowest request, it stands apart. */
final class DistributionChart {
    private static final double GAP = 12;
    private static final double LAST = 22;
    /** Of a width: edges are written in decimals and drawn as doubles. */
    private static final double SAME = 1e-6;

    private final List<Bin> bins;
    private final boolean hasTail;
    private final double from;
    private final double to;
    private final double width;

    private DistributionChart(Distribution distribution) {
        bins = distribution.bins();
        hasTail = tail(distribution).isPresent();
        from = bins.get(0).from();
        to = bins.get(bins.size() - (hasTail ? 2 : 1)).to();
        width = Chart.PLOT_WIDTH - (hasTail ? GAP + LAST : 0);
    }

    static Chart of(Distribution distribution, KeyNumbers numbers) {
        return new DistributionChart(distribution).chart(numbers);
    }

    /** The last bin if it has what lies beyond the regular ones; a distribution that ends with them has none. */
    static Optional<Bin> tail(Distribution distribution) {
        var bins = distribution.bins();
        if (bins.size() < 2) {
            return Optional.empty();
        }
        var last = bins.get(bins.size() - 1);
        var regular = width(bins.get(0));
        return Math.abs(width(last) - regular) <= SAME * regular ? Optional.empty() : Optional.of(last);
    }

    private static double width(Bin bin) {
        return bin.to() - bin.from();
    }

    private Chart chart(KeyNumbers numbers) {
        var axis = Axis.upTo(bins.stream().mapToDouble(Bin::share), Chart.PLOT_HEIGHT);
        var bars = new ArrayList<Chart.Bar>();
        for (Bin bin : bins) {
            bars.add(bar(bin, hasTail && bars.size() == bins.size() - 1, axis));
        }
        return new Chart(
                "distribution",
                "Share of requests by latency in milliseconds",
                "Half of the requests took at most %s, 95 of 100 at most %s, the slowest %s."
                        .formatted(
                                Figures.millis(numbers.med()),
                                Figures.millis(numbers.p95()),
                                Figures.millis(numbers.max())),
                TimeCharts.across(axis, Figures::percent),
                below(),
                List.of(),
                bars,
                marks(numbers));
    }

    private Chart.Bar bar(Bin bin, boolean isTail, Axis axis) {
        var left = isTail ? Chart.LEFT + width + GAP : x(bin.from());
        var right = isTail ? Chart.LEFT + Chart.PLOT_WIDTH : x(bin.to());
        var height = axis.at(bin.share());
        return new Chart.Bar(
                Chart.unit(left),
                Chart.unit(Chart.TOP + Chart.PLOT_HEIGHT - height),
                Chart.unit(Math.max(1, right - left - 1)),
                Chart.unit(height),
                isTail ? "d" : "a",
                text(bin));
    }

    static String text(Bin bin) {
        return "%s to %s: %s"
                .formatted(Figures.number(bin.from()), Figures.millis(bin.to()), Figures.percent(bin.share()));
    }

    private double x(double value) {
        return Chart.LEFT + (to > from ? (value - from) / (to - from) : 1) * width;
    }

    private List<Chart.Tick> below() {
        var ticks = new ArrayList<Chart.Tick>();
        var regular = hasTail ? bins.size() - 1 : bins.size();
        var every = Math.max(1, (int) Math.ceil(regular / 5.0));
        for (int i = 0; i < regular; i += every) {
            ticks.add(new Chart.Tick(
                    Chart.unit(x(bins.get(i).from())),
                    Figures.number(bins.get(i).from()),
                    "middle"));
        }
        if (hasTail) {
            ticks.add(new Chart.Tick(Chart.unit(Chart.WIDTH - Chart.RIGHT), "more", "end"));
        }
        return ticks;
    }

    private List<Chart.Tick> marks(KeyNumbers numbers) {
        var marks = new ArrayList<Chart.Tick>();
        mark(marks, "median", numbers.med());
        mark(marks, "p95", numbers.p95());
        return marks;
    }

    private void mark(List<Chart.Tick> marks, String name, OptionalDouble value) {
        if (bins.size() > 1 && value.isPresent() && value.getAsDouble() >= from && value.getAsDouble() <= to) {
            marks.add(new Chart.Tick(Chart.unit(x(value.getAsDouble())), name, "middle"));
        }
    }
}
