package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** The result of a run in a Prometheus Pushgateway. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record PushgatewayOutput(
        @Required
        @Size(min = 1, max = 2048)
        @ValidationRule(
                value =
                        "isURL(self) && url(self).getScheme() in ['http', 'https'] && url(self).getHostname() != '' && !self.matches('[?#@]')",
                message =
                        "must be an http or https URL without credentials, query and fragment, such as http://pushgateway:9091")
        @JsonPropertyDescription(
                "URL of the Pushgateway, http or https, such as http://pushgateway:9091, with its route prefix if it has one, without credentials. The operator calls it, so its name must mean the same in the operator's namespace; link-local and loopback addresses and the API server are refused.")
        String url) {}
