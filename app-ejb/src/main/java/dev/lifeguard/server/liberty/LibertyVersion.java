package dev.lifeguard.server.liberty;

import dev.lifeguard.server.UnsupportedServerException;
import java.lang.management.ManagementFactory;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;

/** The server by product and version. */
final class LibertyVersion {

    private static final String PRODUCT = "Open Liberty";

    private LibertyVersion() {}

    /** For example {@code Open Liberty 26.0.0.3}; without a version where the server keeps it to itself. */
    static String product() {
        try {
            ObjectName serverInfo = new ObjectName("WebSphere:feature=kernel,name=ServerInfo");
            return PRODUCT + " " + ManagementFactory.getPlatformMBeanServer().getAttribute(serverInfo, "LibertyVersion");
        } catch (InstanceNotFoundException e) {
            return PRODUCT;
        } catch (JMException e) {
            throw new UnsupportedServerException("Open Liberty has a ServerInfo MBean, but it does not tell the version", e);
        }
    }
}
