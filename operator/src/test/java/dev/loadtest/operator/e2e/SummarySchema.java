package dev.loadtest.operator.e2e;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import dev.loadtest.testkit.TestCluster;
import java.io.IOException;
import java.util.Set;

/** The schema that readers of {@code summary.json} are given. */
final class SummarySchema {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SummarySchema() {}

    /** What of it is not as the schema says. */
    static Set<ValidationMessage> faults(byte[] summary) throws IOException {
        var schema = TestCluster.projectRoot().resolve("docs/schema/summary-v1.schema.json");
        return JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(
                        JSON.readTree(schema.toFile()),
                        SchemaValidatorsConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build())
                .validate(JSON.readTree(summary));
    }
}
