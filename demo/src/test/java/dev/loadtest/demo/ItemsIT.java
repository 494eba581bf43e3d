package dev.loadtest.demo;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole backend over HTTP with a real database. */
@QuarkusTest
@WithTestResource(Postgres.class)
class ItemsIT {

    @Test
    void listsTheFirstItemsById() {
        when().get("/items?limit=3")
                .then()
                .statusCode(200)
                .contentType(ContentType.JSON)
                .body("id", contains(1, 2, 3))
                .body("name", contains("item 1", "item 2", "item 3"))
                .body("price", contains(1.25f, 2.5f, 3.75f));
    }

    @Test
    void listsTwentyUnlessAskedOtherwise() {
        when().get("/items").then().statusCode(200).body("", hasSize(20));
        when().get("/items?limit=100").then().statusCode(200).body("", hasSize(100));
    }

    @Test
    void findsItemsByTheBeginningOfTheirName() {
        given().queryParam("prefix", "item 1")
                .when()
                .get("/items")
                .then()
                .statusCode(200)
                .body("", hasSize(12))
                .body("id", hasItems(1, 10, 19, 100));
        // Not a pattern: these are plain characters.
        given().queryParam("prefix", "item_%")
                .when()
                .get("/items")
                .then()
                .statusCode(200)
                .body("", hasSize(0));
    }

    @ParameterizedTest
    @CsvSource({"0", "101", "-1", "many", "1.5"})
    void refusesALimitOutOfRange(String limit) {
        when().get("/items?limit=" + limit)
                .then()
                .statusCode(400)
                .contentType(ContentType.JSON)
                .body("field", equalTo("limit"))
                .body("error", equalTo("limit must be a whole number from 1 to 100"));
    }

    @Test
    void anItemIsMadeReadReplacedAndRemoved() {
        var made = given().contentType(ContentType.JSON)
                .body("{\"name\":\"pen\",\"price\":2}")
                .when()
                .post("/items")
                .then()
                .statusCode(201)
                .header("Location", matchesPattern("http://.*/items/\\d+"))
                .body("name", equalTo("pen"))
                .body("price", equalTo(2.0f))
                .extract();
        var place = made.header("Location");

        when().get(place).then().statusCode(200).body(equalTo(made.asString()));
        given().contentType(ContentType.JSON)
                .body("{\"name\":\"pencil\",\"price\":2.5}")
                .when()
                .put(place)
                .then()
                .statusCode(200)
                .body("name", equalTo("pencil"));
        when().get(place).then().statusCode(200).body("name", equalTo("pencil")).body("price", equalTo(2.5f));
        when().delete(place).then().statusCode(204).body(equalTo(""));
        when().get(place).then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"price\":1}                   | name  | name must not be blank",
                "{\"name\":\"\",\"price\":1}      | name  | name must not be blank",
                "{\"name\":\"pen\"}               | price | price must be given",
                "{\"name\":\"pen\",\"price\":-1}  | price | price must be at least 0",
                "{\"name\":\"pen\",\"price\":\"a\"} | price | price has the wrong type",
                "{\"name\":{},\"price\":1}        | name  | name has the wrong type",
                "[]                               | body  | body must be a JSON object with name and price",
                "null                             | body  | body must be a JSON object with name and price",
                "{\"name\":                       | body  | body is not JSON",
                "not JSON                         | body  | body is not JSON"
            })
    void refusesABadBodyAndNamesTheField(String body, String field, String error) {
        for (var method : new String[] {"POST /items", "PUT /items/1"}) {
            var parts = method.split(" ");
            given().contentType(ContentType.JSON)
                    .body(body)
                    .when()
                    .request(parts[0], parts[1])
                    .then()
                    .statusCode(400)
                    .contentType(ContentType.JSON)
                    .body("field", equalTo(field))
                    .body("error", equalTo(error));
        }
        when().get("/items/1").then().body("name", equalTo("item 1"));
    }

    @Test
    void anEmptyBodyIsRefusedToo() {
        given().contentType(ContentType.JSON)
                .when()
                .post("/items")
                .then()
                .statusCode(400)
                .body("field", equalTo("body"));
    }

    @Test
    void saysWhichItemIsMissing() {
        when().get("/items/987654")
                .then()
                .statusCode(404)
                .contentType(ContentType.JSON)
                .body("error", equalTo("there is no item 987654"));
        when().delete("/items/987654").then().statusCode(404);
        given().contentType(ContentType.JSON)
                .body("{\"name\":\"pen\",\"price\":1}")
                .when()
                .put("/items/987654")
                .then()
                .statusCode(404);
        when().get("/items/abc").then().statusCode(404).body("error", equalTo("Not Found"));
    }

    @Test
    void isHealthyAndSaysThatTheDatabaseIs() {
        when().get("/q/health/live").then().statusCode(200).body("status", equalTo("UP"));
        when().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.name", contains("Database connections health check"));
    }

    @Test
    void countsRequestsByPathTemplateNotById() {
        when().get("/items/7").then().statusCode(200);

        given().accept("text/plain")
                .when()
                .get("/metrics")
                .then()
                .statusCode(200)
                .contentType(containsString("text/plain"))
                .body(containsString("http_server_requests_seconds_count{"))
                .body(containsString("uri=\"/items/{id}\""))
                .body(containsString("jvm_memory_used_bytes"));
    }
}
