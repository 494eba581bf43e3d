package dev.loadtest.api.crd;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** A generated CustomResourceDefinition while it is completed. */
record CrdEdits(ObjectNode node) {

    Schema root() {
        return new Schema("", (ObjectNode) version().at("/schema/openAPIV3Schema"));
    }

    Schema spec() {
        return root().property("spec");
    }

    Schema status() {
        return root().property("status");
    }

    void describe(String resource, String spec, String status) {
        root().describe(resource);
        spec().describe(spec);
        status().describe(status);
    }

    void columns(Column... columns) {
        var list = version().putArray("additionalPrinterColumns");
        for (var column : columns) {
            var entry = list.addObject()
                    .put("name", column.name())
                    .put("type", column.type())
                    .put("jsonPath", column.jsonPath())
                    .put("description", column.description());
            if (column.priority() > 0) {
                entry.put("priority", column.priority());
            }
        }
    }

    List<Column> columns() {
        var columns = new ArrayList<Column>();
        for (var entry : version().get("additionalPrinterColumns")) {
            columns.add(new Column(
                    entry.get("name").asText(),
                    entry.get("type").asText(),
                    entry.get("jsonPath").asText(),
                    entry.path("priority").asInt(),
                    entry.get("description").asText()));
        }
        return columns;
    }

    void selectable(String... jsonPaths) {
        var list = version().putArray("selectableFields");
        for (var jsonPath : jsonPaths) {
            list.addObject().put("jsonPath", jsonPath);
        }
    }

    private ObjectNode version() {
        return (ObjectNode) node.at("/spec/versions/0");
    }
}
