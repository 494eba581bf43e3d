package dev.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** JUnit's XML as CI systems read it: valid, a case for each threshold and check, and red only when the run is. */
class JunitReportTest {

    static Stream<Report> reports() {
        return ReportsTest.reports();
    }

    @ParameterizedTest
    @MethodSource("reports")
    void isValid(Report report) throws Exception {
        var schema = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(JunitReportTest.class.getResource("junit.xsd"));

        schema.newValidator().validate(new StreamSource(new StringReader(Reports.junit(report))));
    }

    @ParameterizedTest
    @MethodSource("reports")
    void countsWhatItHas(Report report) throws Exception {
        var suite = elements(report, "testsuite").get(0);

        assertThat(elements(report, "testcase"))
                .hasSize(1 + report.thresholds().size() + report.checks().size())
                .hasSize(Integer.parseInt(suite.getAttribute("tests")));
        assertThat(elements(report, "failure")).hasSize(Integer.parseInt(suite.getAttribute("failures")));
        assertThat(elements(report, "error")).hasSize(Integer.parseInt(suite.getAttribute("errors")));
        assertThat(elements(report, "skipped")).hasSize(Integer.parseInt(suite.getAttribute("skipped")));
    }

    @Test
    void ofARunThatPassedNothingIsRedThoughSomeChecksFailed() throws Exception {
        var report = SampleRuns.passed();

        assertThat(report.outcome().verdict()).isEqualTo("Passed");
        assertThat(report.checks()).anyMatch(check -> check.fails() > 0);
        assertThat(elements(report, "failure")).isEmpty();
        assertThat(elements(report, "error")).isEmpty();
        assertThat(elements(report, "skipped")).singleElement().satisfies(skipped -> assertThat(
                        skipped.getAttribute("message"))
                .isEqualTo("11,940 of 11,947 were true"));
    }

    @Test
    void ofARunThatFailedTheVerdictTheBrokenThresholdAndTheCheckAreRed() throws Exception {
        assertThat(elements(SampleRuns.small(), "failure"))
                .extracting(failure -> ((Element) failure.getParentNode()).getAttribute("name"))
                .containsExactly("verdict", "http_req_duration{name:page4} p(95)<60", "group 1 :: check 1 is fine");
    }

    @Test
    void ofARunThatCouldNotBeMeasuredTheVerdictIsAnError() throws Exception {
        assertThat(elements(SampleRuns.unmeasured(), "error"))
                .singleElement()
                .satisfies(error -> assertThat(error.getAttribute("type")).isEqualTo("ScriptError"));
    }

    @Test
    void saysWhatWasLeftOut() throws Exception {
        assertThat(elements(SampleRuns.big(), "property"))
                .filteredOn(property -> property.getAttribute("name").equals("leftOut"))
                .singleElement()
                .satisfies(property ->
                        assertThat(property.getAttribute("value")).startsWith("rows of 480 of 500 runners"));
        assertThat(elements(SampleRuns.small(), "property"))
                .noneMatch(property -> property.getAttribute("name").equals("leftOut"));
    }

    static List<Element> elements(Report report, String name) throws Exception {
        var document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(Reports.junit(report))));
        var found = document.getElementsByTagName(name);
        var elements = new ArrayList<Element>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }
}
