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

/** The definition of a load test, which may change. It has runs, and shows what came of the latest. */
@Group("loadtest.dev")
@Version("v1alpha1")
@Plural("loadtests")
@ShortNames("lt")
@Categories("loadtesting") // not loadtest: kubectl takes a category for its members, before it looks for a kind
@ValidationRule(
        value = "self.metadata.name.size() <= 46",
        message = "metadata.name: at most 46 characters, because the names of runs and pods are made from it")
@ValidationRule(
        value = "self.metadata.name.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
        message =
                "metadata.name: only lower-case letters, digits and -, no dots, because the runners' host names are made from it")
public class LoadTest extends CustomResource<LoadTestSpec, LoadTestStatus> implements Namespaced {

    private static final long serialVersionUID = 1L;

    @Override
    @Required
    public LoadTestSpec getSpec() {
        return super.getSpec();
    }
}
