package dev.lifeguard.configuration;

import static dev.lifeguard.observation.ObservationSettings.DISCOVERY_INTERVAL;
import static dev.lifeguard.observation.ObservationSettings.PROBE_DEADLINE;
import static dev.lifeguard.observation.ObservationSettings.PROBE_INTERVAL;
import static dev.lifeguard.observation.ObservationSettings.SAMPLE_INTERVAL;

import dev.lifeguard.health.AskedSettings;
import dev.lifeguard.observation.ObservationSettings;
import dev.lifeguard.pool.PoolId;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
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
