package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** An HTTP request that shows that the target answers. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record TargetProbe(
        @Required
        @Size(min = 1, max = 2048)
        @ValidationRule(
                value =
                        "isURL(self) && url(self).getScheme() in ['http', 'https'] && url(self).getHostname() != '' && !self.matches('[#@]')",
                message =
                        "must be an http or https URL without credentials and fragment, such as http://shop.staging/health")
        @JsonPropertyDescription(
                "URL that has to answer a GET with a status from 200 to 299, http or https, without credentials. It is asked every 2 seconds until it does; redirects are not followed. The operator calls it, so its name must mean the same in the operator's namespace; link-local and loopback addresses and the API server are refused.")
        String url) {}
