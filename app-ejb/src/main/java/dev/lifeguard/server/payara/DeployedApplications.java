package dev.lifeguard.server.payara;

/** The applications that Payara has. */
final class DeployedApplications {

    private final ServerCall find;
    private final Object registry;

    DeployedApplications(ServerClasses classes) {
        Class<?> registryType = classes.find("org.glassfish.internal.data.ApplicationRegistry");
        Class<?> application = classes.find("org.glassfish.internal.data.ApplicationInfo");
        registry = classes.method(classes.find("org.glassfish.internal.api.Globals"), Object.class, "get", Class.class).of(registryType);
        find = classes.method(registryType, application, "get", String.class);
    }

    boolean contain(String application) {
        return find.of(registry, application) != null;
    }
}
