package dev.lifeguard.it;

import dev.lifeguard.server.BorrowTapContract.Disturbance;
import java.lang.annotation.Annotation;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.awaitility.Awaitility;

/** What an administrator may do to the pool {@code jdbc/app}, done from within the server. */
final class PoolDisturbances {

    private static final String POOL = "lifeguard-app";
    private static final String ATTRIBUTES = "resources.jdbc-connection-pool." + POOL + ".";

    private static final String MONITORING =
            "configs.config.server-config.monitoring-service.module-monitoring-levels.jdbc-connection-pool=";

    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();
    private static final Duration LATEST = Duration.ofSeconds(60);

    private PoolDisturbances() {}

    static Map<String, Disturbance> of(String server, TestPools pools) {
        Map<String, Disturbance> disturbances = new LinkedHashMap<>();
        if (server.startsWith("Payara")) {
            disturbances.put("flushed", () -> payara("flush-connection-pool", POOL));
            disturbances.put("larger", () -> payara("set", ATTRIBUTES + "max-pool-size=14"));
            disturbances.put("smaller", () -> payara("set", ATTRIBUTES + "max-pool-size=4"));
            disturbances.put("as it was", () -> payara("set", ATTRIBUTES + "max-pool-size=${lifeguard-app-pool-max}"));
            disturbances.put("monitored", () -> payara("set", MONITORING + "HIGH"));
            disturbances.put("not monitored any longer", () -> payara("set", MONITORING + "OFF"));
            disturbances.put("pinged", () -> payara("ping-connection-pool", POOL));
            disturbances.put("built anew", () -> rebuildPayaras("11", pools));
            disturbances.put("built anew as it was", () -> rebuildPayaras("${ENV=LIFEGUARD_DB_LOGIN_SECONDS:10}", pools));
        }
        if (server.startsWith("Open Liberty")) {
            for (String how : List.of("normal", "immediate", "abort")) {
                disturbances.put("purged, " + how, () -> purgeLibertys(how));
            }
            disturbances.put("larger", () -> resizeLibertys("14"));
            disturbances.put("smaller", () -> resizeLibertys("4"));
            disturbances.put("as it was", PoolDisturbances::resetLibertys);
            // Not built anew: whatever does that restarts the applications that use the pool, this one among them.
        }
        return disturbances;
    }

    private static void purgeLibertys(String how) throws Exception {
        SERVER.invoke(libertys(), "purgePoolContents", new Object[] {how}, new String[] {String.class.getName()});
    }

    /** By a file that the server looks for. */
    private static void resizeLibertys(String max) throws Exception {
        Files.createDirectories(resized().getParent());
        Files.writeString(resized(), "<server><connectionManager id=\"app\" maxPoolSize=\"" + max + "\"/></server>");
        awaitLibertys(max);
    }

    private static void resetLibertys() throws Exception {
        Files.delete(resized());
        awaitLibertys(Integer.toString(SharedServerNumbers.APP_MAX));
    }

    private static Path resized() {
        return overrides().resolve("resized.xml");
    }

    private static Path overrides() {
        return Path.of(System.getProperty("wlp.user.dir"), "servers", System.getProperty("wlp.server.name"), "configDropins/overrides");
    }

    /** Puts the pool's configuration back to what the shared server started with, whoever wrote what into it. */
    static void resetConfiguration(String server) throws Exception {
        if (server.startsWith("Payara")) {
            // Each step is checked alone, and max must never be below min.
            payara("set", ATTRIBUTES + "steady-pool-size=0");
            payara("set", ATTRIBUTES + "max-pool-size=${lifeguard-app-pool-max}");
            payara("set", ATTRIBUTES + "steady-pool-size=${lifeguard-app-pool-min}");
            payara("set", ATTRIBUTES + "max-wait-time-in-millis=${ENV=LIFEGUARD_APP_POOL_WAIT_SECONDS:30}000");
            payara("set", ATTRIBUTES + "idle-timeout-in-seconds=${ENV=LIFEGUARD_APP_POOL_IDLE_SECONDS:300}");
        } else if (Files.isDirectory(overrides())) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(overrides(), "*.xml")) {
                for (Path file : files) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void awaitLibertys(String max) {
        Awaitility.await().atMost(LATEST).until(() -> String.valueOf(SERVER.getAttribute(libertys(), "MaxSize")), max::equals);
    }

    private static ObjectName libertys() throws JMException {
        ObjectName name = new ObjectName("WebSphere:type=com.ibm.ws.jca.cm.mbean.ConnectionManagerMBean,jndiName=jdbc/app,*");
        return SERVER.queryNames(name, null).iterator().next();
    }

    /** Any property of the driver does it. A data source at hand opens no connection any longer. */
    private static void rebuildPayaras(String loginTimeout, TestPools pools) throws Exception {
        payara("set", ATTRIBUTES + "property.loginTimeout=" + loginTimeout);
        pools.lookUpApp();
    }

    private static void payara(String command, String argument) throws Exception {
        Class<?> runnerType = Class.forName("org.glassfish.embeddable.CommandRunner");
        Object habitat = Class.forName("org.glassfish.internal.api.Globals").getMethod("getDefaultHabitat").invoke(null);
        Object runner = Class.forName("org.glassfish.hk2.api.ServiceLocator")
                .getMethod("getService", Class.class, Annotation[].class)
                .invoke(habitat, runnerType, new Annotation[0]);
        Object result = runnerType.getMethod("run", String.class, String[].class).invoke(runner, command, new String[] {argument});
        Class<?> resultType = Class.forName("org.glassfish.embeddable.CommandResult");
        if (!String.valueOf(resultType.getMethod("getExitStatus").invoke(result)).equals("SUCCESS")) {
            throw new SQLException(command + " " + argument + ": " + resultType.getMethod("getOutput").invoke(result));
        }
    }
}
