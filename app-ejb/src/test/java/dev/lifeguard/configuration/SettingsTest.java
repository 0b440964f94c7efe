package dev.lifeguard.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeguard.diagnosis.DiagnosisSettings;
import dev.lifeguard.drill.DrillSettings;
import dev.lifeguard.governor.GovernorSettings;
import dev.lifeguard.health.AskedSettings;
import dev.lifeguard.health.ReadinessSettings;
import dev.lifeguard.history.HistorySettings;
import dev.lifeguard.observation.ObservationSettings;
import dev.lifeguard.operations.GovernorMode;
import dev.lifeguard.operations.OperationsSettings;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.Timing;
import dev.lifeguard.server.InMemoryPools;
import dev.lifeguard.warden.WardenRule;
import dev.lifeguard.warden.WardenSettings;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With a real MicroProfile Config below. */
class SettingsTest {

    private static final Pool APP = Pool.of("jdbc/app", List.of(), "app-pool", Pool.Source.SERVER, Optional.empty());
    private static final String APP_OPTIONAL = "lifeguard.pool." + APP.id() + ".optional";
    private static final String APP_TIMING = "lifeguard.pool." + APP.id() + ".timing";
    private static final String APP_FLOOR = "lifeguard.pool." + APP.id() + ".floor";
    private static final String APP_CEILING = "lifeguard.pool." + APP.id() + ".ceiling";
    private static final String DOCUMENT = "docs/configuration.md";

    @Test
    void whatIsNotSetIsTheDefault() {
        Settings settings = properties(Map.of());

        assertThat(settings.observation()).isEqualTo(ObservationSettings.DEFAULTS);
        assertThat(settings.history()).isEqualTo(HistorySettings.defaults(settings.history().server()));
        assertThat(settings.history().server()).endsWith("/" + new InMemoryPools().instance());
        assertThat(settings.diagnosis()).isEqualTo(DiagnosisSettings.DEFAULTS);
        assertThat(settings.drill()).isEqualTo(DrillSettings.defaults());
        assertThat(settings.metricAliases()).isEqualTo(MetricAliases.NONE);
        assertThat(settings.readiness()).isEqualTo(ReadinessSettings.defaults());
        assertThat(settings.security()).isEqualTo(SecuritySettings.DEFAULTS);
        assertThat(settings.optional(APP.id())).isFalse();
        assertThat(settings.operations()).isEqualTo(OperationsSettings.defaults(new InMemoryPools().directory().resolve("lifeguard")));
        assertThat(settings.bounds().floor(APP.id())).isEqualTo(1);
        assertThat(settings.bounds().ceiling(APP.id())).isEqualTo(10_000);
        assertThat(settings.timing().wanted(APP.id())).isEqualTo(Timing.EXACT);
        assertThat(settings.mistakes(APP.id())).isEmpty();
        assertThat(settings.asked(APP).values()).isEmpty();
    }

    @Test
    void whatIsEmptyIsNotSet() {
        assertThat(properties(Map.of(ObservationSettings.SAMPLE_INTERVAL, "  ")).observation()).isEqualTo(ObservationSettings.DEFAULTS);
    }

    @Test
    void everyPropertyArrives() {
        Settings settings = properties(pairs(
                "lifeguard.observation.sample-interval", "PT0.2S",
                "lifeguard.observation.discovery-interval", "PT2S",
                "lifeguard.observation.probe-interval", "PT6S",
                "lifeguard.observation.probe-deadline", "PT3S",
                "lifeguard.history.server", " one ",
                "lifeguard.history.retention", "P7D",
                "lifeguard.history.queue-capacity", "77",
                "lifeguard.drill", "true",
                "lifeguard.drill.start", "diurnal",
                "lifeguard.metrics.aliases", "both",
                "lifeguard.ready-on-saturation", "true",
                "lifeguard.timing", "probed",
                APP_OPTIONAL, "true"));

        assertThat(settings.observation()).isEqualTo(new ObservationSettings(
                Duration.ofMillis(200), Duration.ofSeconds(2), Duration.ofSeconds(6), Duration.ofSeconds(3)));
        assertThat(settings.history()).isEqualTo(new HistorySettings("one", Duration.ofDays(7), 77));
        assertThat(settings.drill()).isEqualTo(new DrillSettings(true, DrillSettings.Start.DIURNAL));
        assertThat(settings.metricAliases()).isEqualTo(MetricAliases.BOTH);
        assertThat(settings.readiness()).isEqualTo(new ReadinessSettings(true));
        assertThat(settings.timing().wanted(APP.id())).isEqualTo(Timing.PROBED);
        assertThat(settings.optional(APP.id())).isTrue();
    }

    @Test
    void everyPropertyOfTheDiagnosisArrives() {
        Settings settings = properties(Map.of(
                "lifeguard.sessions", "false",
                "lifeguard.sessions.interval", "PT9S",
                "lifeguard.holders.stack-after", "PT2S",
                "lifeguard.leaks.after", "PT1M"));

        assertThat(settings.diagnosis())
                .isEqualTo(new DiagnosisSettings(false, Duration.ofSeconds(9), Duration.ofSeconds(2), Duration.ofMinutes(1)));
    }

    @Test
    void everyPropertyOfTheSecurityArrives() {
        Settings settings = properties(Map.of(
                "lifeguard.security.basic-over-http", "true",
                "lifeguard.security.metrics-login", "true",
                "lifeguard.security.operations-per-minute", "7"));

        assertThat(settings.security()).isEqualTo(new SecuritySettings(true, true, 7));
    }

    @Test
    void aPoolMayBeGovernedInAWayOfItsOwn() {
        Settings settings = properties(Map.of("lifeguard.pool." + APP.id() + ".governor", "off"));

        assertThat(settings.governance().mode(APP.id())).isEqualTo(GovernorMode.OFF);
        assertThat(settings.governance().mode(PoolId.of("jdbc/other", "other"))).isEqualTo(GovernorMode.ADVISE);
        assertThat(properties(Map.of("lifeguard.governor", "govern")).governance().mode(APP.id())).isEqualTo(GovernorMode.GOVERN);
        assertThat(properties(Map.of("lifeguard.governor", "off")).governance().mode(APP.id())).isEqualTo(GovernorMode.OFF);
    }

    @Test
    void eachRuleOfTheWardenIsSwitchedByItselfAndAllWithThePowerToAct() {
        assertThat(properties(Map.of()).warden()).isEqualTo(WardenSettings.DEFAULTS);
        for (WardenRule rule : WardenRule.values()) {
            assertThat(properties(Map.of(rule.property(), "false")).warden().rules())
                    .containsExactlyInAnyOrderElementsOf(EnumSet.complementOf(EnumSet.of(rule)));
        }
        assertThat(properties(Map.of("lifeguard.hooks", "false")).warden().rules()).isEmpty();
        assertThat(properties(Map.of("lifeguard.operations", "false")).warden().rules()).isEmpty();
    }

    @Test
    void everyPropertyOfTheOperationsArrives() {
        Settings settings = properties(Map.of(
                "lifeguard.operations", "false",
                "lifeguard.operations.database-reserve", "9",
                "lifeguard.data.dir", "/elsewhere",
                APP_FLOOR, "3",
                APP_CEILING, "40"));

        assertThat(settings.operations()).isEqualTo(new OperationsSettings(false, Path.of("/elsewhere"), 9));
        assertThat(settings.bounds().floor(APP.id())).isEqualTo(3);
        assertThat(settings.bounds().ceiling(APP.id())).isEqualTo(40);
    }

    @Test
    void aBoundOfAPoolThatIsNoneCountsAsNotSetAndIsTold() {
        Settings settings = properties(Map.of(APP_FLOOR, "0", APP_CEILING, "many"));

        assertThat(settings.bounds().floor(APP.id())).isEqualTo(1);
        assertThat(settings.bounds().ceiling(APP.id())).isEqualTo(10_000);
        assertThat(settings.mistakes(APP.id())).containsExactly(
                APP_FLOOR + " is '0'; it must be from 1 to 10000", APP_CEILING + " is 'many'; it must be from 1 to 10000");
    }

    @Test
    void withoutHooksExactIsProbedWithThatReason() {
        Settings settings = properties(Map.of("lifeguard.hooks", "false"));

        assertThat(settings.timing().wanted(APP.id())).isEqualTo(Timing.PROBED);
        assertThat(settings.timing().reason(APP.id())).isEqualTo("Hooks into the server are switched off by lifeguard.hooks");
        Settings off = properties(Map.of("lifeguard.hooks", "false", "lifeguard.timing", "off"));
        assertThat(off.timing().wanted(APP.id())).isEqualTo(Timing.OFF);
        assertThat(off.timing().reason(APP.id())).isEqualTo("It is set to off");
    }

    @Test
    void whetherSaturationCountsForReadinessArrives() {
        assertThat(properties(Map.of("lifeguard.ready-on-saturation", "true")).readiness()).isEqualTo(new ReadinessSettings(true));
    }

    @Test
    void everyPropertyArrivesFromTheEnvironment() {
        String optional = "LIFEGUARD_POOL_" + APP.id().value().toUpperCase(Locale.ROOT).replace('-', '_') + "_OPTIONAL";
        Settings settings = environment(pairs(
                "LIFEGUARD_OBSERVATION_SAMPLE_INTERVAL", "PT0.2S",
                "LIFEGUARD_OBSERVATION_DISCOVERY_INTERVAL", "PT2S",
                "LIFEGUARD_OBSERVATION_PROBE_INTERVAL", "PT6S",
                "LIFEGUARD_OBSERVATION_PROBE_DEADLINE", "PT3S",
                "LIFEGUARD_HISTORY_SERVER", "one",
                "LIFEGUARD_HISTORY_RETENTION", "P7D",
                "LIFEGUARD_HISTORY_QUEUE_CAPACITY", "77",
                "LIFEGUARD_DRILL", "true",
                "LIFEGUARD_METRICS_ALIASES", "hikaricp",
                "LIFEGUARD_READY_ON_SATURATION", "true",
                optional, "true"));

        assertThat(settings.observation().probeDeadline()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.observation().sampleInterval()).isEqualTo(Duration.ofMillis(200));
        assertThat(settings.history()).isEqualTo(new HistorySettings("one", Duration.ofDays(7), 77));
        assertThat(settings.drill().enabled()).isTrue();
        assertThat(settings.metricAliases()).isEqualTo(MetricAliases.HIKARICP);
        assertThat(settings.readiness().onSaturation()).isTrue();
        assertThat(settings.optional(APP.id())).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "lifeguard.observation.sample-interval, 100ms, an ISO 8601 duration such as PT5S",
        "lifeguard.observation.discovery-interval, 1, an ISO 8601 duration such as PT5S",
        "lifeguard.observation.probe-interval, often, an ISO 8601 duration such as PT5S",
        "lifeguard.observation.probe-deadline, -, an ISO 8601 duration such as PT5S",
        "lifeguard.history.retention, 30d, an ISO 8601 duration such as PT5S",
        "lifeguard.history.queue-capacity, 1e3, a whole number",
        "lifeguard.sessions, 1, true or false",
        "lifeguard.drill, yes, true or false",
        "lifeguard.hooks, no, true or false",
        "lifeguard.operations, off, true or false",
        "lifeguard.operations.database-reserve, some, a whole number",
        "lifeguard.metrics.aliases, HikariCP, 'one of none, hikaricp, opentelemetry, both'",
        "lifeguard.ready-on-saturation, 1, true or false",
        "lifeguard.security.basic-over-http, 1, true or false",
        "lifeguard.security.metrics-login, on, true or false",
        "lifeguard.security.operations-per-minute, many, a whole number",
        "lifeguard.governor, guide, 'one of off, advise, govern'",
        "lifeguard.governor.pause, 30m, an ISO 8601 duration such as PT5S",
        "lifeguard.warden.wake, 1, true or false",
        "lifeguard.timing, exactly, 'one of exact, probed, off'"
    })
    void whatCannotBeReadIsRefusedByNameValueAndForm(String property, String value, String form) {
        assertThatThrownBy(() -> readAll(properties(Map.of(property, value))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(property + " is '" + value + "'; it must be " + form);
    }

    @ParameterizedTest
    @CsvSource({
        "lifeguard.observation.sample-interval, PT0.009S",
        "lifeguard.observation.sample-interval, PT10.001S",
        "lifeguard.observation.discovery-interval, PT0.099S",
        "lifeguard.observation.discovery-interval, PT5.001S",
        "lifeguard.observation.probe-interval, PT0.0009S",
        "lifeguard.observation.probe-interval, PT1M1S",
        "lifeguard.observation.probe-deadline, PT0.099S",
        "lifeguard.observation.probe-deadline, PT1M1S",
        "lifeguard.history.retention, PT59M",
        "lifeguard.history.retention, P3661D",
        "lifeguard.history.queue-capacity, 0",
        "lifeguard.history.queue-capacity, 1000001",
        "lifeguard.sessions.interval, PT0.9S",
        "lifeguard.sessions.interval, PT5M1S",
        "lifeguard.holders.stack-after, PT0.009S",
        "lifeguard.holders.stack-after, PT1H1S",
        "lifeguard.leaks.after, PT0.9S",
        "lifeguard.leaks.after, P2D",
        "lifeguard.security.operations-per-minute, 0",
        "lifeguard.security.operations-per-minute, 60001",
        "lifeguard.history.server, a\tb",
        "lifeguard.operations.database-reserve, -1",
        "lifeguard.operations.database-reserve, 10001",
        "lifeguard.governor.pause, PT-1S",
        "lifeguard.governor.pause, P30DT1S"
    })
    void whatIsOutOfTheDocumentedRangeIsRefusedWithThatRange(String property, String value) {
        assertThatThrownBy(() -> readAll(properties(Map.of(property, value))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(property + " is ")
                .hasMessageEndingWith("; it must be " + MarkdownTable.of(DOCUMENT).get(property).range());
    }

    @Test
    void theDocumentHasEveryPropertyThatIsReadAndNoOther() {
        Set<String> read = new TreeSet<>();
        readAll(with(new ConfigSource() {
            @Override
            public Set<String> getPropertyNames() {
                return Set.of();
            }

            @Override
            public String getValue(String property) {
                if (property.startsWith("lifeguard.")) {
                    read.add(property.replace(APP.id().value(), "<id>"));
                }
                return null;
            }

            @Override
            public String getName() {
                return "records what is asked";
            }
        }));

        assertThat(MarkdownTable.of(DOCUMENT).keySet()).containsExactlyInAnyOrderElementsOf(read);
    }

    @Test
    void theDocumentsDefaultsAreTheDefaults() {
        Map<String, MarkdownTable.Row> documented = MarkdownTable.of(DOCUMENT);
        ObservationSettings observation = ObservationSettings.DEFAULTS;
        HistorySettings history = HistorySettings.defaults("any");
        DiagnosisSettings diagnosis = DiagnosisSettings.DEFAULTS;
        Map<String, String> defaults = pairs(
                ObservationSettings.SAMPLE_INTERVAL, observation.sampleInterval().toString(),
                ObservationSettings.DISCOVERY_INTERVAL, observation.discoveryInterval().toString(),
                ObservationSettings.PROBE_INTERVAL, observation.probeInterval().toString(),
                ObservationSettings.PROBE_DEADLINE, observation.probeDeadline().toString(),
                HistorySettings.RETENTION_PROPERTY, "P" + history.retention().toDays() + "D",
                HistorySettings.QUEUE_CAPACITY_PROPERTY, Integer.toString(history.queueCapacity()),
                DrillSettings.ENABLED_PROPERTY, Boolean.toString(DrillSettings.defaults().enabled()),
                DrillSettings.START_PROPERTY, "none",
                MetricAliases.PROPERTY, "none",
                ReadinessSettings.ON_SATURATION_PROPERTY, Boolean.toString(ReadinessSettings.defaults().onSaturation()),
                DiagnosisSettings.SESSIONS, Boolean.toString(diagnosis.sessions()),
                DiagnosisSettings.SESSIONS_INTERVAL, diagnosis.sessionsInterval().toString(),
                DiagnosisSettings.STACK_AFTER, diagnosis.stackAfter().toString(),
                DiagnosisSettings.LEAKS_AFTER, diagnosis.leaksAfter().toString(),
                SecuritySettings.BASIC_OVER_HTTP, Boolean.toString(SecuritySettings.DEFAULTS.basicOverHttp()),
                SecuritySettings.METRICS_LOGIN, Boolean.toString(SecuritySettings.DEFAULTS.metricsLogin()),
                SecuritySettings.OPERATIONS_PER_MINUTE, Integer.toString(SecuritySettings.DEFAULTS.operationsPerMinute()),
                OperationsSettings.ENABLED, "true",
                OperationsSettings.DATABASE_RESERVE, Integer.toString(OperationsSettings.DEFAULT_DATABASE_RESERVE),
                "lifeguard.hooks", "true",
                "lifeguard.pool.<id>.floor", "1",
                "lifeguard.pool.<id>.ceiling", "10000",
                "lifeguard.governor", "advise",
                GovernorSettings.PAUSE, GovernorSettings.DEFAULTS.pause().toString(),
                "lifeguard.pool.<id>.governor", "that of all pools",
                "lifeguard.warden.wake", "true",
                "lifeguard.warden.open-ahead", "true",
                "lifeguard.warden.warm", "true",
                "lifeguard.warden.keep-min", "true",
                "lifeguard.warden.shrink", "true",
                "lifeguard.warden.clear-lost", "true",
                "lifeguard.timing", "exact",
                "lifeguard.pool.<id>.timing", "that of all pools",
                "lifeguard.pool.<id>.optional", "false");

        defaults.forEach((property, value) -> assertThat(documented.get(property).standard()).as(property).isEqualTo(value));
        assertThat(documented.keySet()).hasSize(defaults.size() + 2)
                .contains(HistorySettings.SERVER_PROPERTY, OperationsSettings.DATA_DIRECTORY);
    }

    @Test
    void aPoolsOptionalThatIsNeitherTrueNorFalseCountsAsFalseAndIsTold() {
        Settings settings = properties(Map.of(APP_OPTIONAL, "maybe"));

        assertThat(settings.optional(APP.id())).isFalse();
        assertThat(settings.optional(APP.id())).isFalse();
        assertThat(settings.mistakes(APP.id())).containsExactly(APP_OPTIONAL + " is 'maybe'; it must be true or false");
    }

    @Test
    void aPoolsTimingGoesBeforeThatOfAll() {
        Settings settings = properties(Map.of("lifeguard.timing", "probed", APP_TIMING, "off"));

        assertThat(settings.timing().wanted(APP.id())).isEqualTo(Timing.OFF);
        assertThat(settings.timing().wanted(PoolId.of("jdbc/other", "other"))).isEqualTo(Timing.PROBED);
    }

    @Test
    void aPoolsTimingThatIsNoneCountsAsThatOfAllAndIsTold() {
        Settings settings = properties(Map.of("lifeguard.timing", "probed", APP_TIMING, "exactly"));

        assertThat(settings.timing().wanted(APP.id())).isEqualTo(Timing.PROBED);
        assertThat(settings.mistakes(APP.id())).containsExactly(APP_TIMING + " is 'exactly'; it must be one of exact, probed, off");
    }

    @Test
    void theVariablesOfAPoolAreThoseOfAnyOfItsNames() {
        Settings settings = environment(Map.of("LIFEGUARD_APP_POOL_MAX", "30", "LIFEGUARD_STORE_POOL_MAX", "5"));
        Pool aliased = Pool.of("jdbc/alias", List.of("jdbc/app"), "app-pool", Pool.Source.SERVER, Optional.empty());
        Pool other = Pool.of("jdbc/other", List.of(), "other", Pool.Source.SERVER, Optional.empty());
        AskedSettings.Value asked =
                new AskedSettings.Value("LIFEGUARD_APP_POOL_MAX", "30", AskedSettings.Figure.MAX, 1, 10_000);

        assertThat(settings.asked(APP).values()).containsExactly(asked);
        assertThat(settings.asked(aliased).values()).containsExactly(asked);
        assertThat(settings.asked(other).values()).isEmpty();
    }

    @Test
    void theVariablesOfThePoolsAreThoseOfTheDocumentation() {
        Map<String, MarkdownTable.Row> documented = MarkdownTable.of("README.md");
        documented.keySet().removeIf(name -> !name.contains("_POOL_"));

        assertThat(documented.keySet())
                .containsExactlyInAnyOrderElementsOf(PoolVariables.ALL.stream().map(PoolVariables.Variable::name).toList());
        assertThat(PoolVariables.ALL).allSatisfy(variable -> {
            MarkdownTable.Row row = documented.get(variable.name());
            assertThat(row.range()).isEqualTo(variable.least() + " to " + variable.most());
            assertThat(row.meaning()).contains(variable.jndiName());
        });
    }

    private static Map<String, String> pairs(String... namesAndValues) {
        Map<String, String> pairs = new HashMap<>();
        for (int name = 0; name < namesAndValues.length; name += 2) {
            pairs.put(namesAndValues[name], namesAndValues[name + 1]);
        }
        return pairs;
    }

    private static void readAll(Settings settings) {
        settings.observation();
        settings.history();
        settings.diagnosis();
        settings.drill();
        settings.metricAliases();
        settings.readiness();
        settings.security();
        settings.operations();
        settings.governor();
        settings.bounds().floor(APP.id());
        settings.bounds().ceiling(APP.id());
        settings.optional(APP.id());
        settings.timing().wanted(APP.id());
        settings.governance().mode(APP.id());
        settings.warden();
    }

    private static Settings properties(Map<String, String> values) {
        return with(new PropertiesConfigSource(values, "properties of the test", 100));
    }

    private static Settings environment(Map<String, String> variables) {
        return with(new EnvConfigSource(variables, 300));
    }

    private static Settings with(ConfigSource source) {
        return new Settings(new SmallRyeConfigBuilder().withSources(source).build(), new InMemoryPools());
    }
}
