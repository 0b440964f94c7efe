package dev.lifeguard.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.lint.Finding.Severity;
import dev.lifeguard.lint.Lint.Granted;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LintTest {

    private static final String PAYARA = "Payara Server 6.2025.9";
    private static final String LIBERTY = "Open Liberty 26.0.0.3";
    private static final Pool APP = pool("app-pool", Pool.Source.SERVER);
    private static final Pattern ELEMENT = Pattern.compile(
            "<dataSource jndiName=\"[^\"<>$\\p{Cntrl}]*\"( [a-zA-Z]+=\"[a-z0-9]+\")?(/>|><connectionManager [a-zA-Z]+=\"[a-z0-9]+\"/></dataSource>)");
    /** As they are shipped, but validated at most once in 5 s. */
    private static final Map<String, String> GOOD_ON_PAYARA = Map.of(
            "is-connection-validation-required", "true",
            "connection-validation-method", "custom-validation",
            "validation-classname", "dev.lifeguard.validation.AgeAndHealthValidation",
            "validate-atmost-once-period-in-seconds", "5",
            "max-wait-time-in-millis", "30000",
            "pool-resize-quantity", "1",
            "idle-timeout-in-seconds", "300",
            "pooling", "true",
            "logger.connectors", "WARNING");

    @Test
    void aPoolThatIsWellSetHasNoFinding() {
        assertThat(payara(Map.of())).isEmpty();
        assertThat(liberty(Map.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "is-connection-validation-required, false, not-validated, WARNING",
        "connection-validation-method, auto-commit, validation-asks-nobody, DANGER",
        "connection-validation-method, meta-data, validation-asks-nobody, DANGER",
        "validate-atmost-once-period-in-seconds, 0, validated-every-borrow, HINT",
        "connection-leak-reclaim, true, leak-reclaim, DANGER",
        "pool-resize-quantity, 2, resize-quantity, WARNING",
        "pooling, false, not-pooled, WARNING",
        "idle-timeout-in-seconds, 10, resizer-often, HINT",
        "match-connections, true, match-connections, WARNING",
        "log-jdbc-calls, true, statements-logged, WARNING",
        "slow-query-threshold-in-seconds, 5, slow-query-threshold, HINT",
        "connection-leak-timeout-in-seconds, 30, leak-trace, HINT",
        "associate-with-thread, true, kept-by-threads, HINT",
        "logger.connectors, INFO, logger-at-info, WARNING"
    })
    void eachSettingOfPayarasThatHurtsIsFound(String setting, String value, String rule, Severity severity) {
        Map<String, String> changed = Map.of(setting, value);
        assertThat(payara(changed)).singleElement().satisfies(found -> {
            assertThat(found.rule()).isEqualTo(rule);
            assertThat(found.severity()).isEqualTo(severity);
            assertThat(found.mend()).startsWith("asadmin set");
        });
    }

    @Test
    void whatMendsIsTheWholeCommand() {
        assertThat(payara(Map.of("connection-validation-method", "auto-commit"))).singleElement().satisfies(found -> {
            assertThat(found.setting()).isEqualTo("connection-validation-method");
            assertThat(found.value()).contains("auto-commit");
            assertThat(found.effect()).contains("4 of 4");
            assertThat(found.mend()).isEqualTo("asadmin set"
                    + " resources.jdbc-connection-pool.app-pool.is-connection-validation-required=true"
                    + " resources.jdbc-connection-pool.app-pool.connection-validation-method=custom-validation"
                    + " resources.jdbc-connection-pool.app-pool.validation-classname="
                    + "org.glassfish.api.jdbc.validation.PostgresConnectionValidation");
        });
        assertThat(payara(Map.of("logger.connectors", "INFO")).get(0).mend())
                .isEqualTo("asadmin set-log-levels javax.enterprise.resource.resourceadapter.com.sun.enterprise.connectors=WARNING");
    }

    @Test
    void toWaitForEverIsFoundOnBoth() {
        PoolSettings endless = settings(PAYARA, Optional.empty(), OptionalInt.of(30), Optional.of(true), GOOD_ON_PAYARA);
        assertThat(rules(Lint.judge(PAYARA, APP, endless, Optional.empty()))).containsExactly("waits-for-ever");
        PoolSettings other = settings(LIBERTY, Optional.empty(), OptionalInt.of(30), Optional.of(true), Map.of());
        assertThat(Lint.judge(LIBERTY, APP, other, Optional.empty())).singleElement().satisfies(found ->
                assertThat(found.mend()).isEqualTo(
                        "<dataSource jndiName=\"jdbc/app\"><connectionManager connectionTimeout=\"30s\"/></dataSource>"));
    }

    @Test
    void aClassThatNobodySeesIsFound() {
        PoolSettings unseen =
                settings(PAYARA, Optional.of(Duration.ofSeconds(30)), OptionalInt.of(30), Optional.empty(), GOOD_ON_PAYARA);
        assertThat(rules(Lint.judge(PAYARA, APP, unseen, Optional.empty()))).containsExactly("validation-class-missing");
    }

    @ParameterizedTest
    @CsvSource({
        "numConnectionsPerThreadLocal, 1, kept-by-threads, DANGER",
        "supplementalJDBCTrace, true, statements-logged, WARNING"
    })
    void eachSettingOfLibertysThatHurtsIsFound(String setting, String value, String rule, Severity severity) {
        assertThat(liberty(Map.of(setting, value))).singleElement().satisfies(found -> {
            assertThat(found.rule()).isEqualTo(rule);
            assertThat(found.severity()).isEqualTo(severity);
            assertThat(found.mend()).startsWith("<dataSource jndiName=\"jdbc/app\"").contains(setting);
        });
    }

    @Test
    void ofLibertyNoMaxNoAgeAndNoValidationAreFoundTheWorstFirst() {
        PoolSettings bare = new PoolSettings(OptionalInt.of(0), OptionalInt.empty(), Optional.of(Duration.ofSeconds(30)),
                Optional.of(Duration.ofMinutes(30)), Optional.empty(), Optional.of(false), Map.of());
        List<Finding> found = Lint.judge(LIBERTY, APP, bare, Optional.empty());
        assertThat(rules(found)).containsExactly("no-max", "not-validated", "no-max-age");
        assertThat(found).allSatisfy(each -> assertThat(each.value()).isEmpty());
    }

    @Test
    void moreThanTheDatabaseGrantsIsFoundWithTheNumbers() {
        Granted granted = new Granted(17, "the role app allows 20 connections, 0 are other pools', 3 are kept free");
        assertThat(Lint.judge(PAYARA, APP, good(PAYARA, GOOD_ON_PAYARA), Optional.of(granted))).singleElement().satisfies(found -> {
            assertThat(found.rule()).isEqualTo("more-than-granted");
            assertThat(found.severity()).isEqualTo(Severity.DANGER);
            assertThat(found.effect()).contains("above the 17", "the role app allows 20");
            assertThat(found.mend()).isEqualTo("asadmin set resources.jdbc-connection-pool.app-pool.max-pool-size=17");
        });
        assertThat(Lint.judge(LIBERTY, APP, good(LIBERTY, Map.of()), Optional.of(new Granted(30, "enough")))).isEmpty();
    }

    @Test
    void aSessionThatTheDatabaseEndsBeforeThePoolDoesIsFound() {
        assertThat(payara(Map.of("property.options", "-c lifeguard.max_age_seconds=3600 -c idle_session_timeout=4min")))
                .singleElement().satisfies(found -> {
                    assertThat(found.rule()).isEqualTo("outlives-the-database");
                    assertThat(found.effect()).contains("240 s");
                    assertThat(found.mend()).endsWith("idle-timeout-in-seconds=120");
                });
        assertThat(payara(Map.of("property.options", "-c idle_session_timeout=600s"))).isEmpty();
        assertThat(payara(Map.of("property.options", "-c idle_session_timeout=4min -c idle_session_timeout=0"))).isEmpty();
    }

    /** Such a name can be given to a pool, and what is told here is meant to be copied. */
    @ParameterizedTest
    @ValueSource(strings = {
        "app; rm -rf ~", "app`id`", "app$(id)", "app'x", "app\"x", "app\nrm", "app x", "app|x", "--user=admin", "app.name=x", "app=x",
        "app&x", "app>x", "${ALIAS=secret}"
    })
    void aNameThatMeansSomethingElseGetsIntoNoCommand(String name) {
        Pool evil = Pool.of(name, List.of(), name, Pool.Source.SERVER, Optional.empty());
        Stream<Finding> all = Lint.judge(PAYARA, evil, bad(), Optional.of(new Granted(1, "little"))).stream()
                .filter(found -> !found.rule().equals("logger-at-info"));
        assertThat(all).isNotEmpty().allSatisfy(found -> {
            assertThat(found.mend())
                    .doesNotContain(name)
                    .startsWith("The pool's name has characters that mean something else in a command.");
        });
        assertThat(Lint.judge(LIBERTY, evil, badOnLiberty(), Optional.of(new Granted(1, "little"))))
                .isNotEmpty()
                .allSatisfy(found -> assertThat(found.mend()).matches(ELEMENT));
    }

    @Test
    void ofAnApplicationsPoolItIsSaidWhereItIsToBeChanged() {
        Pool defined = pool("__SYSTEM/pools/__datasource_definition/app/java:app/jdbc/app", Pool.Source.APPLICATION);
        assertThat(Lint.judge(PAYARA, defined, bad(), Optional.empty()))
                .filteredOn(found -> !found.rule().equals("logger-at-info"))
                .isNotEmpty()
                .allSatisfy(found -> assertThat(found.mend()).startsWith("The application defines this pool.").doesNotContain("asadmin"));
        assertThat(Lint.judge(LIBERTY, defined, badOnLiberty(), Optional.empty()))
                .isNotEmpty()
                .allSatisfy(found -> assertThat(found.mend()).startsWith("The application defines this pool."));
    }

    @Test
    void ofAServerThatIsNotKnownNothingIsSaid() {
        assertThat(Lint.judge("Memory 1.0", APP, bad(), Optional.empty())).isEmpty();
    }

    private static Pool pool(String key, Pool.Source source) {
        return Pool.of("jdbc/app", List.of(), key, source, Optional.empty());
    }

    private static PoolSettings bad() {
        Map<String, String> terms = new HashMap<>(GOOD_ON_PAYARA);
        terms.putAll(Map.of("connection-validation-method", "auto-commit", "connection-leak-reclaim", "true", "pool-resize-quantity", "2",
                "match-connections", "true", "log-jdbc-calls", "true", "logger.connectors", "INFO"));
        return settings(PAYARA, Optional.empty(), OptionalInt.of(30), Optional.of(false), terms);
    }

    private static PoolSettings badOnLiberty() {
        return new PoolSettings(OptionalInt.of(0), OptionalInt.of(9), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.of(false), Map.of("numConnectionsPerThreadLocal", "1", "supplementalJDBCTrace", "true"));
    }

    private static List<Finding> payara(Map<String, String> changed) {
        Map<String, String> terms = new HashMap<>(GOOD_ON_PAYARA);
        terms.putAll(changed);
        return Lint.judge(PAYARA, APP, good(PAYARA, terms), Optional.empty());
    }

    private static List<Finding> liberty(Map<String, String> terms) {
        return Lint.judge(LIBERTY, APP, good(LIBERTY, terms), Optional.empty());
    }

    private static PoolSettings good(String server, Map<String, String> terms) {
        return settings(server, Optional.of(Duration.ofSeconds(30)), OptionalInt.of(30), Optional.of(true), terms);
    }

    private static PoolSettings settings(
            String server, Optional<Duration> wait, OptionalInt max, Optional<Boolean> validated, Map<String, String> terms) {
        return new PoolSettings(OptionalInt.of(20), max, wait, Optional.of(Duration.ofMinutes(5)), Optional.of(Duration.ofHours(1)), validated,
                server.equals(PAYARA) ? terms : Map.copyOf(terms));
    }

    private static List<String> rules(List<Finding> findings) {
        return findings.stream().map(Finding::rule).toList();
    }
}
