package dev.lifeguard.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Somebody who changes the pools past Lifeguard, by the server's own means. */
final class Administrator {

    private static final String ASKED = "maxPoolSize=\"${LIFEGUARD_APP_POOL_MAX}\"";

    private final RunningServer running;

    Administrator(RunningServer running) {
        this.running = running;
    }

    /** Sets the application pool's max to something else than the environment asks for. */
    void setApplicationMax(int max) throws IOException, InterruptedException {
        switch (RunningServer.KIND) {
            case PAYARA -> setPayaraMax(Integer.toString(max));
            case LIBERTY -> Files.writeString(libertyPools(), Files.readString(libertyPools()).replace(ASKED, max(max)));
        }
    }

    /** Puts it back from that to what the environment asks for. */
    void resetApplicationMax(int max) throws IOException, InterruptedException {
        switch (RunningServer.KIND) {
            case PAYARA -> setPayaraMax("${lifeguard-app-pool-max}");
            case LIBERTY -> Files.writeString(libertyPools(), Files.readString(libertyPools()).replace(max(max), ASKED));
        }
    }

    private Path libertyPools() {
        return running.home().resolve("servers/lifeguard/pools.xml");
    }

    private static String max(int max) {
        return "maxPoolSize=\"" + max + "\"";
    }

    private void setPayaraMax(String value) throws IOException, InterruptedException {
        asadmin("set", "resources.jdbc-connection-pool.lifeguard-app.max-pool-size=" + value);
    }

    void createPayaraUser(TestUser user) throws IOException, InterruptedException {
        Path password = running.home().resolve("password");
        Files.writeString(password, "AS_ADMIN_USERPASSWORD=" + user.password());
        asadmin("--passwordfile", password.toString(), "create-file-user", "--groups", user.group(), user.id());
        Files.delete(password);
    }

    /** Has Payara do one of its commands. */
    void asadmin(String... command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                running.installation().resolve("glassfish/lib/client/appserver-cli.jar").toString(),
                "--port",
                Integer.toString(running.adminPort())));
        all.addAll(List.of(command));
        Process asadmin = new ProcessBuilder(all).inheritIO().start();
        if (asadmin.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed with exit code " + asadmin.exitValue());
        }
    }
}
