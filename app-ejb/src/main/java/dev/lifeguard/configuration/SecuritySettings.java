package dev.lifeguard.configuration;

/**
 * Who is let in, and how often.
 *
 * @param basicOverHttp whether passwords are taken over plain http from other machines
 * @param metricsLogin whether {@code /lifeguard/metrics} is for viewers only
 * @param operationsPerMinute requests that change something, of one user; from 1 to 60000
 */
public record SecuritySettings(boolean basicOverHttp, boolean metricsLogin, int operationsPerMinute) {

    static final String BASIC_OVER_HTTP = "lifeguard.security.basic-over-http";
    static final String METRICS_LOGIN = "lifeguard.security.metrics-login";
    static final String OPERATIONS_PER_MINUTE = "lifeguard.security.operations-per-minute";
    static final SecuritySettings DEFAULTS = new SecuritySettings(false, false, 60);
    private static final int MOST = 60_000;

    public SecuritySettings {
        if (operationsPerMinute < 1 || operationsPerMinute > MOST) {
            throw new IllegalArgumentException(
                    OPERATIONS_PER_MINUTE + " is " + operationsPerMinute + "; it must be from 1 to " + MOST);
        }
    }
}
