package dev.loadtest.operator.delivery;

import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestRun;
import io.fabric8.kubernetes.client.utils.Serialization;

/** Runs for the tests of deliveries. */
final class Runs {
    private Runs() {}

    /** @param spec lines of the definition, indented by four */
    static LoadTestRun run(String spec, String status) {
        return Serialization.unmarshal(
                """
                apiVersion: loadtest.dev/v1alpha1
                kind: LoadTestRun
                metadata:
                  name: items-2
                  namespace: shop
                  uid: run-uid
                  ownerReferences: [{apiVersion: loadtest.dev/v1alpha1, kind: LoadTest, name: items, uid: items-uid, controller: true}]
                spec:
                  loadTestRef: {name: items}
                  number: 2
                  trigger: definition 0123456789abcdef of generation 1
                  definition:
                    script: {configMap: {name: scripts, file: a.js}}
                    parallelism: 2
                %s
                status:
                %s
                """.formatted(spec.indent(4).stripTrailing(), status.indent(2).stripTrailing()), LoadTestRun.class);
    }

    /** @param status its lines; empty when there is none yet */
    static LoadTest loadTest(String pushgateway, String status) {
        return Serialization.unmarshal(
                """
                apiVersion: loadtest.dev/v1alpha1
                kind: LoadTest
                metadata: {name: items, namespace: shop, uid: items-uid}
                spec:
                  script: {configMap: {name: scripts, file: a.js}}
                  prometheus: {pushgateway: {url: "%s"}}
                %s
                """.formatted(
                        pushgateway,
                        status.isEmpty() ? "" : "status:\n" + status.indent(2).stripTrailing()),
                LoadTest.class);
    }
}
