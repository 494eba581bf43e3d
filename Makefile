# Bare `make` explains its targets: the text behind ## is the explanation.
.DEFAULT_GOAL := help
.PHONY: help demo demo-down test test-unit test-all generate verify-generated golden format bench

MAVEN ?= mvn --batch-mode --no-transfer-progress

help: ## explain the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

demo: ## bring up a cluster with everything in it, run a load test of two runners and show what came of it
	testbed/demo

demo-down: ## remove the demo's cluster
	testbed/cluster down

test: ## all tests but the long ones: unit, API server, end to end (what CI runs)
	testbed/tests

test-unit: ## the tests that need no cluster, about a minute
	$(MAVEN) test

test-all: ## everything, also properties at full count and every fault
	testbed/tests --all

generate: ## write the files that are made from others: CRDs, their copies, reference pages, ConfigMaps of rules, dashboards, scripts
	$(MAVEN) --quiet --projects core,api test -Dtest='CrdFilesTest,FieldsPageTest,ReasonsPageTest,SummarySchemaTest,LargestReportTest' -Dsurefire.failIfNoSpecifiedTests=false -Dgenerate=true
	dashboards/generate
	k8s/generate

verify-generated: generate ## fail if a generated file is not as it would be made now
	git diff --exit-code -- crds k8s helm examples docs dashboards

golden: ## rewrite the objects that tests expect; read the difference before you commit it
	$(MAVEN) --quiet --projects core,api,testkit,operator test -Dtest=GoldenTest -Dsurefire.failIfNoSpecifiedTests=false -Dgolden=true

format: ## format the Java sources
	$(MAVEN) --quiet spotless:apply

bench: ## measure start, skew and verdict beside a bare Job, and the harness beside plain k6
	bench/run
	bench/harness
