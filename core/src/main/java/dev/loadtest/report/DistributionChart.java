package dev.loadtest.report;

import dev.loadtest.verdict.Distribution;
import dev.loadtest.verdict.Distribution.Bin;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** How latencies are spread, as bars. The last bar stands apart: it reaches to the slowest request. */
final class DistributionChart {
    private static final double GAP = 12;
    private static final double LAST = 22;

    private final List<Bin> bins;
    private final boolean hasTail;
    private final double from;
    private final double to;
    private final double width;

    private DistributionChart(Distribution distribution) {
        bins = distribution.bins();
        hasTail = bins.size() > 1;
        from = bins.get(0).from();
        to = bins.get(hasTail ? bins.size() - 2 : 0).to();
        width = Chart.PLOT_WIDTH - (hasTail ? GAP + LAST : 0);
    }

    static Chart of(Distribution distribution, KeyNumbers numbers) {
        return new DistributionChart(distribution).chart(numbers);
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
        if (hasTail && value.isPresent() && value.getAsDouble() >= from && value.getAsDouble() <= to) {
            marks.add(new Chart.Tick(Chart.unit(x(value.getAsDouble())), name, "middle"));
        }
    }
}
