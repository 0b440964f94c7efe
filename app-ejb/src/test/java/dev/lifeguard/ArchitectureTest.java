package dev.lifeguard;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The layout is the data flow: what may see what. */
@AnalyzeClasses(packages = "dev.lifeguard", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule POOL_IS_PURE = classes()
            .that()
            .resideInAPackage("..lifeguard.pool")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "..lifeguard.pool");

    @ArchTest
    static final ArchRule STATISTICS_ARE_PURE = classes()
            .that()
            .resideInAPackage("..lifeguard.statistics")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "..lifeguard.pool", "..lifeguard.statistics");

    @ArchTest
    static final ArchRule HEALTH_IS_PURE = classes()
            .that()
            .resideInAPackage("..lifeguard.health")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "..lifeguard.pool", "..lifeguard.statistics", "..lifeguard.health");

    @ArchTest
    static final ArchRule LINT_IS_PURE = classes()
            .that()
            .resideInAPackage("..lifeguard.lint")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "..lifeguard.pool", "..lifeguard.lint");

    @ArchTest
    static final ArchRule SIZING_IS_PURE = classes()
            .that()
            .resideInAPackage("..lifeguard.sizing")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "..lifeguard.pool", "..lifeguard.statistics", "..lifeguard.sizing");

    @ArchTest
    static final ArchRule THE_SEAM_KNOWS_NO_SERVER = classes()
            .that()
            .resideInAPackage("..lifeguard.server")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "..lifeguard.pool", "..lifeguard.server");

    @ArchTest
    static final ArchRule PAYARA_DOES_NOT_SEE_LIBERTY = noClasses()
            .that()
            .resideInAPackage("..server.payara..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..server.liberty..", "..server.detection..");

    @ArchTest
    static final ArchRule LIBERTY_DOES_NOT_SEE_PAYARA = noClasses()
            .that()
            .resideInAPackage("..server.liberty..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..server.payara..", "..server.detection..");

    @ArchTest
    static final ArchRule ONLY_DETECTION_SEES_AN_ADAPTER = noClasses()
            .that()
            .resideOutsideOfPackages("..server.detection..", "..server.payara..", "..server.liberty..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..server.payara..", "..server.liberty..");

    @ArchTest
    static final ArchRule OBSERVATION_SEES_ONLY_ITS_SOURCES = classes()
            .that()
            .resideInAPackage("..observation")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "javax.sql..",
                    "jakarta..",
                    "..lifeguard.pool",
                    "..lifeguard.statistics",
                    "..lifeguard.background",
                    "..lifeguard.server",
                    "..observation");

    @ArchTest
    static final ArchRule JUDGEMENT_BRINGS_OBSERVATION_TO_HEALTH = classes()
            .that()
            .resideInAPackage("..lifeguard.judgement")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "jakarta..",
                    "..lifeguard.pool",
                    "..lifeguard.statistics",
                    "..lifeguard.health",
                    "..observation",
                    "..lifeguard.judgement");

    @ArchTest
    static final ArchRule DATABASE_KNOWS_JDBC_ALONE = classes()
            .that()
            .resideInAPackage("..lifeguard.database")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "..lifeguard.pool", "..lifeguard.database");

    @ArchTest
    static final ArchRule DIAGNOSIS_SEES_ONLY_ITS_SOURCES = classes()
            .that()
            .resideInAPackage("..lifeguard.diagnosis")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "javax.sql..",
                    "jakarta..",
                    "..lifeguard.pool",
                    "..lifeguard.statistics",
                    "..lifeguard.background",
                    "..lifeguard.server",
                    "..lifeguard.database",
                    "..lifeguard.observation",
                    "..lifeguard.health",
                    "..lifeguard.judgement",
                    "..lifeguard.diagnosis");

    @ArchTest
    static final ArchRule OPERATIONS_SEE_ONLY_THEIR_SOURCES = classes()
            .that()
            .resideInAPackage("..lifeguard.operations")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "jakarta..",
                    "..lifeguard.pool",
                    "..lifeguard.statistics",
                    "..lifeguard.background",
                    "..lifeguard.server",
                    "..lifeguard.database",
                    "..lifeguard.observation",
                    "..lifeguard.operations");

    @ArchTest
    static final ArchRule THE_WARDEN_SEES_ONLY_ITS_SOURCES = classes()
            .that()
            .resideInAPackage("..lifeguard.warden")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "jakarta..",
                    "..lifeguard.pool",
                    "..lifeguard.statistics",
                    "..lifeguard.background",
                    "..lifeguard.server",
                    "..lifeguard.observation",
                    "..lifeguard.judgement",
                    "..lifeguard.operations",
                    "..lifeguard.warden");

    @ArchTest
    static final ArchRule ONLY_OPERATIONS_CHANGE_A_POOL = noClasses()
            .that()
            .resideOutsideOfPackages("..lifeguard.operations", "..lifeguard.server..")
            .should()
            .dependOnClassesThat(resideInAPackage("..lifeguard.server").and(simpleName("PoolControl")));

    @ArchTest
    static final ArchRule ONLY_OPERATIONS_AND_THE_WARDEN_TAKE_CARE = noClasses()
            .that()
            .resideOutsideOfPackages("..lifeguard.operations", "..lifeguard.warden", "..lifeguard.server..")
            .should()
            .dependOnClassesThat(resideInAPackage("..lifeguard.server").and(simpleName("PoolCare")));

    @ArchTest
    static final ArchRule HISTORY_IS_A_LEAF = noClasses()
            .that()
            .resideOutsideOfPackages("..lifeguard.history", "..lifeguard.configuration")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..lifeguard.history");

    @ArchTest
    static final ArchRule CONFIGURATION_SEES_OF_HISTORY_ITS_SETTINGS = noClasses()
            .that()
            .resideInAPackage("..lifeguard.configuration")
            .should()
            .dependOnClassesThat(resideInAPackage("..lifeguard.history").and(not(simpleName("HistorySettings"))));

    @ArchTest
    static final ArchRule ONLY_SCHEMA_KNOWS_FLYWAY = noClasses()
            .that()
            .resideOutsideOfPackage("..lifeguard.schema")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.flywaydb..");

    @ArchTest
    static final ArchRule SCHEMA_KNOWS_NO_FEATURE = classes()
            .that()
            .resideInAPackage("..lifeguard.schema")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "javax.sql",
                    "org.flywaydb..",
                    "com.fasterxml.jackson.databind.type",
                    "..lifeguard.background",
                    "..lifeguard.schema");

    @ArchTest
    static final ArchRule BACKGROUND_IS_PLAIN_JAVA = classes()
            .that()
            .resideInAPackage("..lifeguard.background")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "..lifeguard.background");

    @ArchTest
    static final ArchRule UNLOADING_IS_PLAIN_JAVA = classes()
            .that()
            .resideInAPackage("..lifeguard.unloading")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "..lifeguard.unloading");

    @ArchTest
    static final ArchRule PERSISTENCE_SEES_ONLY_SESSIONS_OF_ECLIPSELINK = classes()
            .that()
            .resideInAPackage("..lifeguard.persistence")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.eclipse.persistence.sessions", "..lifeguard.persistence");

    @ArchTest
    static final ArchRule DRILLS_SEE_ONLY_THEIR_SOURCES = classes()
            .that()
            .resideInAPackage("..lifeguard.drill")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "javax.sql..",
                    "jakarta..",
                    "..lifeguard.pool",
                    "..lifeguard.statistics",
                    "..lifeguard.background",
                    "..lifeguard.schema",
                    "..lifeguard.server",
                    "..lifeguard.observation",
                    "..lifeguard.health",
                    "..lifeguard.judgement",
                    "..lifeguard.operations",
                    "..lifeguard.drill");

    @ArchTest
    static final ArchRule NOTHING_BUT_THE_API_KNOWS_DRILLS = noClasses()
            .that()
            .resideOutsideOfPackages("..lifeguard.drill", "..lifeguard.configuration", "..lifeguard.web..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..lifeguard.drill");

    @ArchTest
    static final ArchRule LOGS_GO_TO_THE_PLATFORMS_LOGGER = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.logging", "org.slf4j..", "org.jboss.logging..");

    @ArchTest
    static void everyPackageSaysWhatItHolds(JavaClasses classes) {
        Set<String> packages = classes.stream().map(JavaClass::getPackageName).collect(Collectors.toCollection(TreeSet::new));
        Path sources = Path.of("src", "main", "java");
        assertThat(packages).isNotEmpty().allSatisfy(
                name -> assertThat(sources.resolve(name.replace('.', '/')).resolve("package-info.java")).isRegularFile());
    }

    @ArchTest
    static final ArchRule NO_CYCLES = slices().matching("dev.lifeguard.(**)").should().beFreeOfCycles();
}
