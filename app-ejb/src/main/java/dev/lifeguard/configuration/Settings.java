package dev.lifeguard.configuration;

import static dev.lifeguard.observation.ObservationSettings.DISCOVERY_INTERVAL;
import static dev.lifeguard.observation.ObservationSettings.PROBE_DEADLINE;
import static dev.lifeguard.observation.ObservationSettings.PROBE_INTERVAL;
import static dev.lifeguard.observation.ObservationSettings.SAMPLE_INTERVAL;

import dev.lifeguard.diagnosis.DiagnosisSettings;
import dev.lifeguard.drill.DrillSettings;
import dev.lifeguard.governor.GovernorSettings;
import dev.lifeguard.health.AskedSettings;
import dev.lifeguard.health.ReadinessSettings;
import dev.lifeguard.history.HistorySettings;
import dev.lifeguard.observation.ObservationSettings;
import dev.lifeguard.observation.PoolTiming;
import dev.lifeguard.operations.GovernorMode;
import dev.lifeguard.operations.OperationsSettings;
import dev.lifeguard.operations.PoolBounds;
import dev.lifeguard.operations.PoolGovernance;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.SettingsChange;
import dev.lifeguard.pool.Timing;
import dev.lifeguard.server.PoolReader;
import dev.lifeguard.warden.WardenRule;
import dev.lifeguard.warden.WardenSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/**
 * Makes each feature's settings. A bad property fails the deployment, with its name, its value and what it may be; one of a single pool,
 * which may appear later, is told with that pool.
 */
@ApplicationScoped
public class Settings {

    private static final String TIMING = "lifeguard.timing";
    private static final String GOVERNOR = "lifeguard.governor";
    private static final String HOOKS = "lifeguard.hooks";
    private static final Logger LOG = System.getLogger(Settings.class.getName());

    @Inject
    private Config config;

    @Inject
    private PoolReader server;

    /** What was said about a property that cannot be read, so that it is logged once. */
    private final Set<String> logged = ConcurrentHashMap.newKeySet();

    /** For the container. */
    public Settings() {}

    Settings(Config config, PoolReader server) {
        this.config = config;
        this.server = server;
    }

    @Produces
    ObservationSettings observation() {
        ConfigReader reader = new ConfigReader(config);
        ObservationSettings standard = ObservationSettings.DEFAULTS;
        return new ObservationSettings(
                reader.duration(SAMPLE_INTERVAL, standard.sampleInterval()),
                reader.duration(DISCOVERY_INTERVAL, standard.discoveryInterval()),
                reader.duration(PROBE_INTERVAL, standard.probeInterval()),
                reader.duration(PROBE_DEADLINE, standard.probeDeadline()));
    }

    /** {@code lifeguard.timing}, for a single pool {@code lifeguard.pool.<id>.timing}; nothing is exact without {@code lifeguard.hooks}. */
    @Produces
    PoolTiming timing() {
        Timing all = new ConfigReader(config).choice(TIMING, Timing.EXACT);
        boolean hooks = new ConfigReader(config).flag(HOOKS, true);
        return new PoolTiming() {
            @Override
            public Timing wanted(PoolId pool) {
                return unhooked(pool) ? Timing.PROBED : set(pool);
            }

            @Override
            public String reason(PoolId pool) {
                return unhooked(pool) ? "Hooks into the server are switched off by " + HOOKS : PoolTiming.super.reason(pool);
            }

            private boolean unhooked(PoolId pool) {
                return !hooks && set(pool) == Timing.EXACT;
            }

            private Timing set(PoolId pool) {
                return of(all, reader -> readTiming(reader, pool, all));
            }
        };
    }

    @Produces
    OperationsSettings operations() {
        ConfigReader reader = new ConfigReader(config);
        OperationsSettings standard = OperationsSettings.defaults(server.directory().resolve("lifeguard"));
        return new OperationsSettings(
                reader.flag(OperationsSettings.ENABLED, standard.enabled()),
                Path.of(reader.text(OperationsSettings.DATA_DIRECTORY, standard.dataDirectory().toString())),
                reader.wholeNumber(OperationsSettings.DATABASE_RESERVE, standard.databaseReserve()));
    }

    /** {@code lifeguard.pool.<id>.floor} and {@code lifeguard.pool.<id>.ceiling}. */
    @Produces
    PoolBounds bounds() {
        return new PoolBounds() {
            @Override
            public int floor(PoolId pool) {
                return of(1, reader -> readBound(reader, pool, "floor", 1));
            }

            @Override
            public int ceiling(PoolId pool) {
                return of(SettingsChange.MOST_CONNECTIONS, reader -> readBound(reader, pool, "ceiling", SettingsChange.MOST_CONNECTIONS));
            }
        };
    }

    /** {@code lifeguard.governor}, and for a single pool {@code lifeguard.pool.<id>.governor}. */
    @Produces
    PoolGovernance governance() {
        GovernorMode all = new ConfigReader(config).choice(GOVERNOR, GovernorMode.ADVISE);
        return pool -> of(all, reader -> readMode(reader, pool, all));
    }

    /** {@code lifeguard.warden.<rule>}; none is on without {@code lifeguard.hooks} and {@code lifeguard.operations}. */
    @Produces
    WardenSettings warden() {
        ConfigReader reader = new ConfigReader(config);
        boolean may = reader.flag(HOOKS, true) && reader.flag(OperationsSettings.ENABLED, true);
        return new WardenSettings(Stream.of(WardenRule.values())
                .filter(rule -> reader.flag(rule.property(), WardenSettings.DEFAULTS.has(rule)) && may)
                .collect(Collectors.toSet()));
    }

    @Produces
    GovernorSettings governor() {
        return new GovernorSettings(new ConfigReader(config).duration(GovernorSettings.PAUSE, GovernorSettings.DEFAULTS.pause()));
    }

    @Produces
    HistorySettings history() {
        ConfigReader reader = new ConfigReader(config);
        HistorySettings standard = HistorySettings.defaults(hostName() + "/" + server.instance());
        return new HistorySettings(
                reader.text(HistorySettings.SERVER_PROPERTY, standard.server()),
                reader.duration(HistorySettings.RETENTION_PROPERTY, standard.retention()),
                reader.wholeNumber(HistorySettings.QUEUE_CAPACITY_PROPERTY, standard.queueCapacity()));
    }

    @Produces
    DiagnosisSettings diagnosis() {
        ConfigReader reader = new ConfigReader(config);
        DiagnosisSettings standard = DiagnosisSettings.DEFAULTS;
        return new DiagnosisSettings(
                reader.flag(DiagnosisSettings.SESSIONS, standard.sessions()),
                reader.duration(DiagnosisSettings.SESSIONS_INTERVAL, standard.sessionsInterval()),
                reader.duration(DiagnosisSettings.STACK_AFTER, standard.stackAfter()),
                reader.duration(DiagnosisSettings.LEAKS_AFTER, standard.leaksAfter()));
    }

    @Produces
    DrillSettings drill() {
        ConfigReader reader = new ConfigReader(config);
        DrillSettings standard = DrillSettings.defaults();
        return new DrillSettings(
                reader.flag(DrillSettings.ENABLED_PROPERTY, standard.enabled()),
                reader.choice(DrillSettings.START_PROPERTY, standard.start()));
    }

    public MetricAliases metricAliases() {
        return new ConfigReader(config).choice(MetricAliases.PROPERTY, MetricAliases.NONE);
    }

    public SecuritySettings security() {
        ConfigReader reader = new ConfigReader(config);
        SecuritySettings standard = SecuritySettings.DEFAULTS;
        return new SecuritySettings(
                reader.flag(SecuritySettings.BASIC_OVER_HTTP, standard.basicOverHttp()),
                reader.flag(SecuritySettings.METRICS_LOGIN, standard.metricsLogin()),
                reader.wholeNumber(SecuritySettings.OPERATIONS_PER_MINUTE, standard.operationsPerMinute()));
    }

    @Produces
    ReadinessSettings readiness() {
        boolean standard = ReadinessSettings.defaults().onSaturation();
        return new ReadinessSettings(new ConfigReader(config).flag(ReadinessSettings.ON_SATURATION_PROPERTY, standard));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            // A host that does not know its own name still is this host.
            return "localhost";
        }
    }

    /** What the environment asks of this pool, whichever of its JNDI names it means. */
    public AskedSettings asked(Pool pool) {
        return new AskedSettings(PoolVariables.ALL.stream()
                .filter(variable -> pool.goesBy(variable.jndiName()))
                .flatMap(variable -> config.getOptionalValue(variable.name(), String.class).stream()
                        .map(text -> new AskedSettings.Value(
                                variable.name(), text, variable.figure(), variable.least(), variable.most())))
                .toList());
    }

    /** Whether the server counts as ready without this pool: {@code lifeguard.pool.<id>.optional}, default false. */
    public boolean optional(PoolId pool) {
        return of(false, reader -> readOptional(reader, pool));
    }

    /** What is set for this pool and cannot be read, one sentence each, with its name, its value and what it may be. */
    public List<String> mistakes(PoolId pool) {
        ConfigReader reader = new ConfigReader(config);
        return Stream.<Runnable>of(
                        () -> readOptional(reader, pool),
                        () -> readTiming(reader, pool, Timing.EXACT),
                        () -> readMode(reader, pool, GovernorMode.ADVISE),
                        () -> readBound(reader, pool, "floor", 1),
                        () -> readBound(reader, pool, "ceiling", 1))
                .flatMap(reading -> mistake(reading).stream())
                .toList();
    }

    private static Optional<String> mistake(Runnable reading) {
        try {
            reading.run();
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }

    /**
     * A property of a single pool. A value that cannot be read counts as not set, which {@link #mistakes} tells: pools come and go, so that it
     * cannot fail the deployment.
     */
    private <T> T of(T standard, Function<ConfigReader, T> reading) {
        try {
            return reading.apply(new ConfigReader(config));
        } catch (IllegalArgumentException e) {
            if (logged.add(e.getMessage())) {
                LOG.log(Level.WARNING, "{0}; until then it counts as {1}", e.getMessage(), word(standard));
            }
            return standard;
        }
    }

    private static String word(Object value) {
        return value.toString().toLowerCase(Locale.ROOT);
    }

    // By its name, not by a search through all names: a variable of the environment has no dots and dashes to be known by.
    private static GovernorMode readMode(ConfigReader reader, PoolId pool, GovernorMode standard) {
        return reader.choice("lifeguard.pool." + pool + ".governor", standard);
    }

    private static boolean readOptional(ConfigReader reader, PoolId pool) {
        return reader.flag("lifeguard.pool." + pool + ".optional", false);
    }

    private static Timing readTiming(ConfigReader reader, PoolId pool, Timing standard) {
        return reader.choice("lifeguard.pool." + pool + ".timing", standard);
    }

    private static int readBound(ConfigReader reader, PoolId pool, String which, int standard) {
        return reader.wholeNumber("lifeguard.pool." + pool + "." + which, standard, 1, SettingsChange.MOST_CONNECTIONS);
    }
}
