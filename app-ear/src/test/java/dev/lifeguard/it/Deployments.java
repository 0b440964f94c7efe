package dev.lifeguard.it;

import dev.lifeguard.launcher.Database;
import java.io.File;
import java.net.URISyntaxException;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Testable;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** What is deployed. */
final class Deployments {

    private Deployments() {}

    /** The EAR that ships, as it is. */
    static EnterpriseArchive lifeguard() {
        return ShrinkWrap.createFromZipFile(EnterpriseArchive.class, RunningServer.EAR.toFile());
    }

    /** The EAR that ships, under another name. */
    static EnterpriseArchive lifeguardAs(String fileName) {
        return ShrinkWrap.create(ZipImporter.class, fileName).importFrom(RunningServer.EAR.toFile()).as(EnterpriseArchive.class);
    }

    /** Properties of Lifeguard, to be added to it. */
    static JavaArchive settings(String... lines) {
        return ShrinkWrap.create(JavaArchive.class, "settings.jar")
                .addAsResource(new StringAsset(String.join("\n", lines)), "META-INF/microprofile-config.properties");
    }

    /** The EAR that ships, and a module with these tests, which therefore sees what an application in the EAR sees. */
    static EnterpriseArchive lifeguardWithTests(Class<?>... tests) {
        WebArchive module = ShrinkWrap.create(WebArchive.class, "lifeguard-tests.war")
                .addClasses(tests)
                .setWebXML(GuestApplication.descriptor(TestPools.DEFINED, TestPools.DEFINED_MAX, SharedServer.get().database().app()))
                .addClasses(TestPools.class, Superuser.class, SharedServerNumbers.class)
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml")
                .addAsResource(superuser(), Superuser.RESOURCE)
                .addAsLibraries(librariesOf(
                        "org.assertj.core.api.Assertions",
                        "net.bytebuddy.ByteBuddy",
                        "org.awaitility.Awaitility",
                        "org.hamcrest.Matcher",
                        "org.postgresql.Driver"));
        // Under a name of its own: Liberty's health feature stumbles over an application that comes back under its name with other modules.
        return lifeguardAs(TestPools.APPLICATION + ".ear").addAsModule(Testable.archiveToTest(module));
    }

    static File[] librariesOf(String... classes) {
        return Stream.of(classes).map(Deployments::libraryOf).toArray(File[]::new);
    }

    private static File libraryOf(String className) {
        try {
            Class<?> member = Class.forName(className, false, Deployments.class.getClassLoader());
            return new File(member.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (ClassNotFoundException | URISyntaxException e) {
            throw new IllegalStateException("No library with " + className, e);
        }
    }

    private static StringAsset superuser() {
        Database.Access access = SharedServer.get().database().superuser();
        return new StringAsset(String.join("\n", List.of(access.url(), access.user(), access.password())));
    }
}
