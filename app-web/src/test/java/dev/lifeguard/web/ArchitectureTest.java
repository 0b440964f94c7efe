package dev.lifeguard.web;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.lifeguard.operations.Actor;
import dev.lifeguard.operations.OperationDesk;
import dev.lifeguard.operations.Order;

/** The ways to tell see what is known, and not how it came to be known. */
@AnalyzeClasses(packages = "dev.lifeguard.web", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule NOTHING_TOUCHES_A_SERVER_OR_A_DATABASE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.lifeguard.server..", "dev.lifeguard.history..", "javax.sql..", "java.sql..");

    /** Whose container checks who it is. */
    @ArchTest
    static final ArchRule PEOPLE_COME_BY_OPERATIONS = noClasses()
            .should()
            .callMethod(OperationDesk.class, "execute", Actor.class, Order.class);

    @ArchTest
    static final ArchRule REPORTS_KNOW_NO_WAY_OF_TELLING = classes()
            .that()
            .resideInAPackage("..web.report")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "jakarta.enterprise..",
                    "jakarta.inject..",
                    "dev.lifeguard.observation..",
                    "dev.lifeguard.diagnosis..",
                    "dev.lifeguard.health..",
                    "dev.lifeguard.judgement..",
                    "dev.lifeguard.configuration..",
                    "dev.lifeguard.governor..",
                    "dev.lifeguard.operations..",
                    "dev.lifeguard.sizing..",
                    "dev.lifeguard.warden..",
                    "dev.lifeguard.pool..",
                    "..web.report");

    @ArchTest
    static final ArchRule THE_GATE_KNOWS_OPERATIONS_ALONE = classes()
            .that()
            .resideInAPackage("..web.security")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..", "jakarta..", "dev.lifeguard.operations", "dev.lifeguard.pool", "dev.lifeguard.configuration", "..web.problem",
                    "..web.security");

    @ArchTest
    static final ArchRule PROBLEMS_KNOW_NO_POOL = classes()
            .that()
            .resideInAPackage("..web.problem")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "jakarta.json..", "jakarta.servlet..", "..web.problem");

    @ArchTest
    static final ArchRule THE_CONSOLE_HAS_NOTHING_BUT_THE_API = classes()
            .that()
            .resideInAPackage("..web.console")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "jakarta.servlet..", "..web.console");

    @ArchTest
    static final ArchRule NO_CYCLES = slices().matching("dev.lifeguard.(web..)").should().beFreeOfCycles();
}
