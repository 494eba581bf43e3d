package dev.loadtest.api.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;

/** One schema within a CustomResourceDefinition, with the path of the field that it is about. */
record Schema(String path, ObjectNode node) {

    private static final String RULES = "x-kubernetes-validations";

    Schema property(String name) {
        return child(path.isEmpty() ? name : path + "." + name, node.at("/properties/" + name));
    }

    Schema items() {
        return child(path + "[]", node.get("items"));
    }

    Schema values() {
        return child(path + "{}", node.get("additionalProperties"));
    }

    private static Schema child(String path, JsonNode node) {
        if (!(node instanceof ObjectNode object)) {
            throw new IllegalArgumentException("no field " + path + " in the schema");
        }
        return new Schema(path, object);
    }

    /** This schema and every one below it. */
    Stream<Schema> all() {
        var children = new ArrayList<Schema>();
        node.path("properties").fieldNames().forEachRemaining(name -> children.add(property(name)));
        if (node.has("items")) {
            children.add(items());
        }
        if (node.has("additionalProperties")) {
            children.add(values());
        }
        return Stream.concat(Stream.of(this), children.stream().flatMap(Schema::all));
    }

    boolean isType(String type) {
        return node.path("type").asText().equals(type);
    }

    Schema describe(String text) {
        node.put("description", text);
        return this;
    }

    Schema oneOf(List<String> words) {
        var list = node.putArray("enum");
        words.forEach(list::add);
        return this;
    }

    Schema mapListBy(String... keys) {
        var list = node.put("x-kubernetes-list-type", "map").putArray("x-kubernetes-list-map-keys");
        List.of(keys).forEach(list::add);
        return this;
    }

    Schema setList() {
        node.put("x-kubernetes-list-type", "set");
        return this;
    }

    /** An annotation on a record's component reaches field and accessor, so the generator finds it twice. */
    void dropRepeatedRules() {
        if (node.has(RULES)) {
            var once = new LinkedHashSet<JsonNode>();
            node.get(RULES).forEach(once::add);
            node.putArray(RULES).addAll(once);
        }
    }

    Schema rule(String rule, String message) {
        node.withArray(RULES).addObject().put("rule", rule).put("message", message);
        return this;
    }

    Schema rule(String rule, String message, String messageExpression) {
        rule(rule, message);
        var rules = node.withArray(RULES);
        ((ObjectNode) rules.get(rules.size() - 1)).put("messageExpression", messageExpression);
        return this;
    }
}
