package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;

/** CPU and memory of one runner. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
        value =
                "!has(self.requests) || !has(self.limits) || self.requests.all(resource, !(resource in self.limits) || !isQuantity(string(self.requests[resource])) || !isQuantity(string(self.limits[resource])) || !quantity(string(self.requests[resource])).isGreaterThan(quantity(string(self.limits[resource]))))",
        message = "a request is above its limit: raise the limit or lower the request")
public record ResourceRequirements(
        @Size(max = 16)
        @JsonPropertyDescription(
                "What the scheduler sets aside for each runner, by resource, such as cpu: 500m or memory: 256Mi. Default: the limits where those are given.")
        Map<String, Quantity> requests,

        @Size(max = 16)
        @JsonPropertyDescription(
                "The most that each runner may use, by resource. A runner above its CPU limit is slowed down and measures wrongly; one above its memory limit is killed, and the verdict is Error. Default: none.")
        Map<String, Quantity> limits) {}
