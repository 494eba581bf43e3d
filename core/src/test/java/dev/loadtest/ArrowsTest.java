package dev.loadtest;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.loadtest.verdict.Reason;
import dev.loadtest.verdict.Verdict;
import org.junit.jupiter.api.Test;

/** Which package may know which, and names that say nothing. */
class ArrowsTest {
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.loadtest");

    /** What k6 says is known before what it means; only the words for reasons are shared. */
    @Test
    void k6KnowsNothingOfVerdictsButTheirReasons() {
        noClasses()
                .that()
                .resideInAPackage("dev.loadtest.k6..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("dev.loadtest.verdict..").and(not(belongToAnyOf(Reason.class, Verdict.class))))
                .check(CORE);
    }

    @Test
    void coreIsPlainJava() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "io.fabric8..", "io.quarkus..", "io.javaoperatorsdk..", "jakarta..", "org.jboss..")
                        .and(not(resideInAPackage("io.quarkus.qute.."))))
                .check(CORE);
    }

    /** Qute by itself is a template library; only reports have templates. */
    @Test
    void onlyReportsKnowTemplates() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.loadtest.report..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.quarkus.qute..")
                .check(CORE);
    }

    @Test
    void nobodyBelowKnowsReports() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.loadtest.k6..", "dev.loadtest.verdict..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.loadtest.report..")
                .check(CORE);
    }

    @Test
    void reportsReadNoClock() {
        noClasses()
                .that()
                .resideInAPackage("dev.loadtest.report..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.time.Clock")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .check(CORE);
    }

    @Test
    void verdictsReadNoClockNoFileAndNoJson() {
        noClasses()
                .that()
                .resideInAPackage("dev.loadtest.verdict..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "com.fasterxml..",
                        "java.io..",
                        "java.nio..",
                        "java.net..",
                        "java.util.logging..",
                        "org.slf4j..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.time.Instant")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.time.Clock")
                .check(CORE);
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses()
                .should()
                .haveNameMatching(".*(Utils?|Helper|Manager|Impl)")
                .orShould()
                .haveNameMatching(".*[.$](Abstract|Base)[A-Z].*")
                .check(CORE);
    }
}
