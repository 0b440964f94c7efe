package dev.lifeguard.configuration;

import static dev.lifeguard.observation.ObservationSettings.DISCOVERY_INTERVAL;
import static dev.lifeguard.observation.ObservationSettings.PROBE_DEADLINE;
import static dev.lifeguard.observation.ObservationSettings.PROBE_INTERVAL;
import static dev.lifeguard.observation.ObservationSettings.SAMPLE_INTERVAL;

import dev.lifeguard.drill.DrillSettings;
import dev.lifeguard.health.AskedSettings;
import dev.lifeguard.history.HistorySettings;
import dev.lifeguard.observation.ObservationSettings;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.server.PoolReader;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/** Makes each feature's settings. A bad property fails the deployment, with its name, its value and what it may be. */
@ApplicationScoped
public class Settings {

    private static final Pattern OPTIONAL = Pattern.compile("lifeguard\\.pool\\.(?<pool>.+)\\.optional");

    @Inject
    private Config config;

    @Inject
    private PoolReader server;

    private final Set<String> optionalPools = new HashSet<>();

    @PostConstruct
    void readOptionalPools() {
        ConfigReader reader = new ConfigReader(config);
        for (String property : config.getPropertyNames()) {
            Matcher matcher = OPTIONAL.matcher(property);
            if (matcher.matches() && reader.flag(property, false)) {
                optionalPools.add(matcher.group("pool"));
            }
        }
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

    @Produces
    HistorySettings history() {
        ConfigReader reader = new ConfigReader(config);
        String serverName = reader.text("LIFEGUARD_SERVER_NAME", server.server());
        HistorySettings standard = HistorySettings.defaults(hostName() + "/" + serverName);
        return new HistorySettings(
                reader.text(HistorySettings.SERVER_PROPERTY, standard.server()),
                reader.duration(HistorySettings.RETENTION_PROPERTY, standard.retention()),
                reader.wholeNumber(HistorySettings.QUEUE_CAPACITY_PROPERTY, standard.queueCapacity()));
    }

    @Produces
    DrillSettings drill() {
        return new DrillSettings(new ConfigReader(config).flag(DrillSettings.ENABLED_PROPERTY, DrillSettings.defaults().enabled()));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            // A host that does not know its own name still is this host.
            return "localhost";
        }
    }

    /** What the environment asks of the pool of this JNDI name. */
    public AskedSettings asked(String jndiName) {
        Map<String, String> values = new HashMap<>();
        AskedSettings.variables().forEach((variable, pool) -> {
            if (pool.equals(jndiName)) {
                config.getOptionalValue(variable, String.class).ifPresent(value -> values.put(variable, value));
            }
        });
        return new AskedSettings(jndiName, values);
    }

    /** Whether the server counts as ready without this pool: {@code lifeguard.pool.<id>.optional}, default false. */
    public boolean optional(PoolId pool) {
        return optionalPools.contains(pool.value());
    }
}
