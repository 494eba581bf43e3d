package dev.loadtest.api;

import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** One run of a LoadTest: a frozen copy of the definition, and what came of it. */
@Group("loadtest.dev")
@Version("v1alpha1")
@Plural("loadtestruns")
@ShortNames("ltr")
@Categories("loadtesting") // not loadtest: kubectl takes a category for its members, before it looks for a kind
@ValidationRule(
        value = "self.metadata.name.size() <= 54",
        message = "metadata.name: at most 54 characters, because the names of Job and pods are made from it")
@ValidationRule(
        value = "self.metadata.name.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
        message =
                "metadata.name: only lower-case letters, digits and -, no dots, because the runners' host names are made from it")
public class LoadTestRun extends CustomResource<LoadTestRunSpec, LoadTestRunStatus> implements Namespaced {

    private static final long serialVersionUID = 1L;

    @Override
    @Required
    public LoadTestRunSpec getSpec() {
        return super.getSpec();
    }
}
