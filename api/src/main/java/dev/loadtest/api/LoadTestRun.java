package dev.loadtest.api;

import io.fabric8.generator.annotation.Required;
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
@Categories("loadtest")
public class LoadTestRun extends CustomResource<LoadTestRunSpec, LoadTestRunStatus> implements Namespaced {

    private static final long serialVersionUID = 1L;

    @Override
    @Required
    public LoadTestRunSpec getSpec() {
        return super.getSpec();
    }
}
