package dev.lifeguard.launcher;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a server is made of.
 *
 * @param installation the unpacked distribution: {@code payara6} or {@code wlp}
 * @param home the directory of this server alone; emptied when the server is configured
 * @param configuration the project's {@code server-config} directory
 * @param driver the PostgreSQL driver's jar
 * @param validation the jar of Lifeguard's connection validation; only Payara needs it
 * @param httpPort where applications are served
 * @param adminPort Payara's admin port, Liberty's https port
 * @param environment the variables that server-config reads ({@code LIFEGUARD_…}), laid over this process's own
 */
public record ServerSetup(
        Path installation,
        Path home,
        Path configuration,
        Path driver,
        Path validation,
        int httpPort,
        int adminPort,
        Map<String, String> environment) {

    public ServerSetup {
        environment = Map.copyOf(environment);
    }
}
