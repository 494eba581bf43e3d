package dev.loadtest.report;

import dev.loadtest.k6.PlainText;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A report as test results. A run that passed has no failure and no error in it, whatever its checks say, because CI systems take either for
 * a build that failed: there a check that was sometimes false is skipped, with how often.
 */
final class JunitReport {
    private final Report report;
    private final XMLStreamWriter xml;

    private JunitReport(Report report, XMLStreamWriter xml) {
        this.report = report;
        this.xml = xml;
    }

    static String of(Report report) {
        var text = new StringWriter();
        try {
            var xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            new JunitReport(report, xml).write();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("nothing but memory is written to", e);
        }
        return text.toString();
    }

    /** One test case; at most one of the three ways not to pass. */
    private record Case(String group, String name, Optional<Problem> problem, String output) {}

    private record Problem(Way way, String type, String message) {}

    private enum Way {
        FAILURE("failure"),
        ERROR("error"),
        SKIPPED("skipped");

        private final String element;

        Way(String element) {
            this.element = element;
        }
    }

    private void write() throws XMLStreamException {
        var cases = cases();
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeStartElement("testsuites");
        attribute("name", "LoadTest");
        counts(cases);
        xml.writeStartElement("testsuite");
        attribute("name", report.run().namespace() + "/" + report.run().run());
        counts(cases);
        attribute("skipped", Long.toString(count(cases, Way.SKIPPED)));
        attribute(
                "timestamp",
                report.times().started().orElse(report.times().ended()).toString());
        properties();
        for (Case each : cases) {
            write(each);
        }
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private void counts(List<Case> cases) throws XMLStreamException {
        attribute("tests", Integer.toString(cases.size()));
        attribute("failures", Long.toString(count(cases, Way.FAILURE)));
        attribute("errors", Long.toString(count(cases, Way.ERROR)));
        attribute("time", time());
    }

    private static long count(List<Case> cases, Way way) {
        return cases.stream()
                .filter(each ->
                        each.problem.filter(problem -> problem.way == way).isPresent())
                .count();
    }

    private String time() {
        return BigDecimal.valueOf(report.times().loadSeconds().orElse(0))
                .setScale(3, RoundingMode.HALF_UP)
                .toPlainString();
    }

    private void properties() throws XMLStreamException {
        xml.writeStartElement("properties");
        property("verdict", report.outcome().verdict());
        property("reason", report.outcome().reason());
        property("image", report.environment().image());
        property("script.sha256", report.environment().script().sha256());
        for (KeyFigure figure : KeyFigure.of(report)) {
            if (figure.value().isPresent()) {
                property(figure.name(), Figures.exact(figure.value()));
            }
        }
        if (!report.leftOut().isEmpty()) {
            property("leftOut", String.join("; ", report.leftOut()));
        }
        xml.writeEndElement();
    }

    private void property(String name, String value) throws XMLStreamException {
        xml.writeEmptyElement("property");
        attribute("name", name);
        attribute("value", value);
    }

    private void write(Case each) throws XMLStreamException {
        xml.writeStartElement("testcase");
        attribute("name", each.name);
        attribute("classname", report.run().loadTest() + "." + each.group);
        attribute("time", each.group.equals("verdict") ? time() : "0");
        if (each.problem.isPresent()) {
            var problem = each.problem.get();
            xml.writeStartElement(problem.way.element);
            attribute("type", problem.type);
            attribute("message", problem.message);
            xml.writeEndElement();
        }
        xml.writeStartElement("system-out");
        xml.writeCharacters(plain(each.output));
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, plain(value));
    }

    private static String plain(String text) {
        return PlainText.of(text);
    }

    private List<Case> cases() {
        var cases = new ArrayList<Case>();
        cases.add(verdict());
        report.thresholds().forEach(threshold -> cases.add(threshold(threshold)));
        report.checks().forEach(check -> cases.add(check(check)));
        return cases;
    }

    private Case verdict() {
        var outcome = report.outcome();
        var way =
                switch (outcome.verdict()) {
                    case "Passed" -> Optional.<Way>empty();
                    case "Failed" -> Optional.of(Way.FAILURE);
                    case "Aborted" -> Optional.of(Way.SKIPPED);
                    default -> Optional.of(Way.ERROR);
                };
        return new Case(
                "verdict",
                "verdict",
                way.map(known -> new Problem(known, outcome.reason(), outcome.message())),
                outcome.verdict() + "/" + outcome.reason() + ": " + outcome.message());
    }

    private Case threshold(Threshold threshold) {
        var text = threshold.observed().isPresent()
                ? "observed %s, %s".formatted(threshold.observedText(), threshold.boundText())
                : "no samples";
        var problem =
                switch (ThresholdState.of(threshold)) {
                    case HELD -> Optional.<Problem>empty();
                    case BROKEN -> Optional.of(new Problem(Way.FAILURE, "ThresholdBroken", text));
                    case NO_SAMPLES -> Optional.of(new Problem(Way.SKIPPED, "NoSamples", text));
                };
        return new Case("thresholds", threshold.metric() + " " + threshold.expression(), problem, text);
    }

    private Case check(Check check) {
        var text = "%s of %s were true"
                .formatted(Figures.count(check.passes()), Figures.count((double) check.passes() + check.fails()));
        var way = report.outcome().verdict().equals("Failed") ? Way.FAILURE : Way.SKIPPED;
        var problem =
                check.fails() > 0 ? Optional.of(new Problem(way, "CheckFailed", text)) : Optional.<Problem>empty();
        var name = check.group().isEmpty() ? check.name() : check.group() + " :: " + check.name();
        return new Case("checks", name, problem, text);
    }
}
