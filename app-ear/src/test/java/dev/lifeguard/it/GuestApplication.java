package dev.lifeguard.it;

import dev.lifeguard.launcher.Database;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** Another application on the server, which brings a pool of its own by its deployment descriptor. */
final class GuestApplication {

    static final String NAME = "guest";
    static final String POOL = "java:app/jdbc/guest";
    static final String PATH = "/guest/";
    static final int MAX = 7;

    private GuestApplication() {}

    /** A web application's descriptor that defines a pool. */
    static StringAsset descriptor(String pool, int max, Database.Access access) {
        return descriptor(pool, "org.postgresql.ds.PGSimpleDataSource", max, access);
    }

    /** The same of another kind of data source, by its class. */
    static StringAsset descriptor(String pool, String className, int max, Database.Access access) {
        return new StringAsset("""
                <?xml version="1.0" encoding="UTF-8"?>
                <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
                  <data-source>
                    <name>%s</name>
                    <class-name>%s</class-name>
                    <url>%s</url>
                    <user>%s</user>
                    <password>%s</password>
                    <max-pool-size>%d</max-pool-size>
                    <min-pool-size>1</min-pool-size>
                  </data-source>
                </web-app>
                """.formatted(pool, className, access.url(), access.user(), access.password(), max));
    }

    static Archive<?> archive(Database.Access access) {
        return ShrinkWrap.create(WebArchive.class, NAME + ".war")
                .addClass(GuestServlet.class)
                .addAsLibraries(Deployments.librariesOf("org.postgresql.Driver"))
                .setWebXML(descriptor(POOL, MAX, access));
    }
}
