package dev.lifeguard;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The layout is the data flow: what may see what. */
@AnalyzeClasses(packages = "dev.lifeguard", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule POOL_IS_PURE =
            classes().that().resideInAPackage("..lifeguard.pool").should().onlyDependOnClassesThat().resideInAnyPackage("java..", "..lifeguard.pool");

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
    static final ArchRule OBSERVATION_SEES_ONLY_ITS_SOURCES = noClasses()
            .that()
            .resideInAPackage("..observation..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..lifeguard.health..", "..history..", "..configuration..");

    @ArchTest
    static final ArchRule NO_CYCLES = slices().matching("dev.lifeguard.(**)").should().beFreeOfCycles();
}
