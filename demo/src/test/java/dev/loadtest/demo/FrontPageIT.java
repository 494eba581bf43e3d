package dev.loadtest.demo;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The front page as a browser gets it. */
@QuarkusTest
@WithTestResource(Postgres.class)
class FrontPageIT {

    @Test
    void isServedWhereOneLooksFirst() {
        when().get("/")
                .then()
                .statusCode(200)
                .contentType(startsWith("text/html"))
                .body(containsString("<h1>Items</h1>"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html", "/front.js", "/front.css"})
    void runsNothingButItsOwnScript(String path) {
        when().get(path)
                .then()
                .statusCode(200)
                .header(
                        "Content-Security-Policy",
                        startsWith("default-src 'none'; script-src 'self'; style-src 'self';"))
                .header("X-Content-Type-Options", "nosniff");
    }

    /** What stands in the page itself would be blocked by the header, and only the browser's console would tell. */
    @Test
    void hasNoScriptOrStyleInside() {
        var page = when().get("/").asString();

        assertThat(page)
                .doesNotContainPattern("<script(?![^>]* src=)")
                .doesNotContainPattern("<style|style=| on[a-z]+=");
        assertThat(when().get("/front.js").asString())
                .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(");
    }

    @Test
    void everythingThatItNamesIsThere() {
        var named = Pattern.compile("(?:href|src)=\"([^\"]+)\"")
                .matcher(when().get("/").asString());

        assertThat(named.results().map(found -> found.group(1)).distinct())
                .contains("front.js", "front.css", "items")
                .allSatisfy(path -> {
                    if (!path.startsWith("data:")) {
                        assertThat(when().get("/" + path).statusCode()).as(path).isEqualTo(200);
                    }
                });
    }

    @ParameterizedTest
    @CsvSource({"/front.js, javascript", "/front.css, text/css"})
    void filesHaveTheirTypes(String path, String type) {
        when().get(path).then().contentType(containsString(type));
    }

    /** It is what is measured: no byte more than it needs. */
    @Test
    void theApiAnswersAsBefore() {
        when().get("/items").then().statusCode(200).header("Content-Security-Policy", nullValue());
        when().get("/no-such-page").then().statusCode(404);
    }
}
