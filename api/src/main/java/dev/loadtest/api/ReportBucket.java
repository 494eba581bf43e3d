package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A bucket that the files of a run are put into. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ReportBucket(
        @Required
        @Size(min = 1, max = 2048)
        @ValidationRule(
                value =
                        "isURL(self) && url(self).getScheme() in ['http', 'https'] && url(self).getHostname() != '' && !self.matches('[?#@]')",
                message =
                        "must be an http or https URL without credentials, query and fragment, such as https://s3.eu-central-1.amazonaws.com or http://minio:9000")
        @JsonPropertyDescription(
                "URL of the store, http or https, such as https://s3.eu-central-1.amazonaws.com or http://minio:9000, without the bucket. A pod in the namespace of the LoadTest calls it.")
        String endpoint,

        @Required
        @Size(min = 3, max = 63)
        @Pattern("^[a-z0-9][-.a-z0-9]*[a-z0-9]$")
        @JsonPropertyDescription("Name of the bucket. It has to exist.")
        String bucket,

        @Size(min = 1, max = 512)
        @Pattern("^[-_a-zA-Z0-9][-._a-zA-Z0-9]*(/[-_a-zA-Z0-9][-._a-zA-Z0-9]*)*$")
        @JsonPropertyDescription(
                "What the keys begin with, such as reports/nightly; NAMESPACE/LOADTEST/RUN-UID and the name of the file follow. Default: nothing.")
        String prefix,

        @Default("us-east-1")
        @Size(min = 1, max = 64)
        @Pattern("^[-a-z0-9]+$")
        @JsonPropertyDescription(
                "Region that requests are signed for. Default: us-east-1, which most stores that are not Amazon's expect.")
        String region,

        @Default("true")
        @JsonPropertyDescription(
                "true: the bucket stands in the path of the URL, as most stores that are not Amazon's want it. false: in the name of the host. Default: true.")
        Boolean pathStyle,

        @Required
        @JsonPropertyDescription(
                "A Secret in the namespace of the LoadTest with the keys AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and AWS_SESSION_TOKEN if there is one. The kubelet hands it to the pod that uploads; the operator and the runners never see it.")
        BucketCredentials credentials,

        @JsonPropertyDescription(
                "A ConfigMap in the namespace of the LoadTest with the certificates of the authorities that the store's certificate is checked against, instead of the public ones. Default: the public ones.")
        CaBundle caBundle) {}
