package dev.loadtest.operator;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may know whom. An arrow that is wanted is added here, and then it was a decision. */
class ArrowsTest {
    private static final String ROOT = "dev.loadtest.";
    private static final String OPERATOR = ROOT + "operator.";
    private static final int LONGEST_RECONCILER = 150;
    private static final Path SOURCES = Path.of(System.getProperty("project.root"), "operator/src/main/java");
    private static final JavaClasses OURS = ours();

    /** {@code k6} and {@code verdict} are core's. Third parties are not listed: the next tests are about them. */
    @ParameterizedTest
    @CsvSource({
        "definition, runner condition telemetry api verdict schedule",
        "queue, runner api",
        "target, outbound api",
        "run, queue target runner control delivery diagnosis condition telemetry artifact api k6 verdict report",
        "artifact, runner condition api report",
        "delivery, runner store outbound condition telemetry api k6 verdict report",
        "outbound, ''",
        "control, runner k6 verdict",
        "runner, store api k6",
        "store, report",
        "diagnosis, k6 verdict",
        "condition, ''",
        "telemetry, api k6 verdict",
        "web, runner api report verdict"
    })
    void aPackageKnowsOnlyWhatItNeeds(String name, String known) {
        var allowed = Stream.concat(Stream.of(name), Arrays.stream(known.split(" ")))
                .map(ArrowsTest::packageOf)
                .toArray(String[]::new);
        DescribedPredicate<JavaClass> others =
                resideInAPackage("dev.loadtest..").and(DescribedPredicate.not(resideInAnyPackage(allowed)));

        noClasses()
                .that()
                .resideInAPackage(OPERATOR + name)
                .should()
                .dependOnClassesThat(others)
                .check(OURS);
    }

    @Test
    void whatIsPutTogetherIsOnlyPutTogetherAtTheTop() {
        noClasses()
                .that()
                .resideInAPackage(OPERATOR + "*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.loadtest.operator")
                .check(OURS);
    }

    @Test
    void coreAndApiKnowNothingOfTheOperator() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + "k6..", ROOT + "verdict..", ROOT + "api..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.loadtest.operator..")
                .check(OURS);
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + "k6..", ROOT + "verdict..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + "api..", "io.fabric8..", "io.javaoperatorsdk..", "io.quarkus..", "jakarta..")
                .check(OURS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run.RunDecisions",
                "run.Observed",
                "run.Asked",
                "run.Recorded",
                "run.Runner",
                "run.Decision",
                "definition.DefinitionDecisions",
                "delivery.StoreDecisions",
                "delivery.StoreState"
            })
    void decisionsKnowNeitherKubernetesNorAClock(String name) {
        var type = OURS.get(OPERATOR + name);

        assertThat(Stream.concat(Stream.of(type), type.getAllSubclasses().stream())
                        .flatMap(one -> one.getDirectDependenciesFromSelf().stream())
                        .map(dependency -> dependency.getTargetClass().getName()))
                .as("what %s knows", name)
                .noneMatch(known -> known.startsWith("io.")
                        || known.startsWith("jakarta.")
                        || known.equals("java.time.Clock")
                        || known.startsWith("org.jboss"));
    }

    @Test
    void runnersAreMadeWithoutAskingTheCluster() {
        noClasses()
                .that()
                .resideInAnyPackage(OPERATOR + "runner", OPERATOR + "diagnosis", OPERATOR + "condition")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.fabric8.kubernetes.client", "io.javaoperatorsdk..", "io.quarkus..", "java.net..")
                .orShould()
                .dependOnClassesThat(simpleName("Clock"))
                .check(OURS);
    }

    @Test
    void everyPackageSaysWhatItIs() {
        assertThat(OURS.stream()
                        .filter(type -> type.getPackageName().startsWith("dev.loadtest"))
                        .map(JavaClass::getPackage)
                        .distinct())
                .allSatisfy(
                        one -> assertThat(one.getClasses()).as(one.getName()).anyMatch(type -> type.getSimpleName()
                                .equals("package-info")));
    }

    @Test
    void aClassIsNamedForWhatItIs() {
        noClasses()
                .should()
                .haveNameMatching(".*[.$]\\w*(Utils?|Helper|Manager|Impl)$")
                .orShould()
                .haveNameMatching(".*[.$](Abstract|Base)[A-Z]\\w*$")
                .check(OURS);
    }

    /** Whoever uses a package finds its doors, and nothing else. */
    @Test
    void onlyTheReconcilersAreSeenOfDefinitionAndRun() {
        classes()
                .that()
                .resideInAnyPackage(OPERATOR + "definition", OPERATOR + "run")
                .and()
                .areTopLevelClasses()
                .and()
                .haveModifier(JavaModifier.PUBLIC)
                .should()
                .haveSimpleNameEndingWith("Reconciler")
                .check(OURS);
    }

    @Test
    void aReconcilerReadsLikeATableOfContents() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            assertThat(files.filter(file -> file.toString().endsWith("Reconciler.java")))
                    .hasSize(3)
                    .allSatisfy(file -> assertThat(Files.readAllLines(file))
                            .as("lines of %s", file.getFileName())
                            .hasSizeLessThan(LONGEST_RECONCILER));
        }
    }

    /** Without a look into the classes of others, which takes ten times as long. */
    private static JavaClasses ours() {
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.loadtest");
    }

    private static String packageOf(String name) {
        return switch (name) {
            case "k6", "verdict", "report", "schedule", "api" -> ROOT + name;
            case "" -> ROOT + "nothing";
            default -> OPERATOR + name;
        };
    }
}
