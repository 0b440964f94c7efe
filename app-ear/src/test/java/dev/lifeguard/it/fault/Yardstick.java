package dev.lifeguard.it.fault;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.lifeguard.launcher.Database;

/** The same load through HikariCP, as a user would set it who wants what the servers' pools are set to. */
final class Yardstick implements AutoCloseable {

    private final HikariDataSource pool;
    private final Borrowers borrowers;

    Yardstick(String url, Database.Access access) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(access.user());
        config.setPassword(access.password());
        config.setMinimumIdle(Numbers.MIN);
        config.setMaximumPoolSize(Numbers.MAX);
        config.setConnectionTimeout(Numbers.WAIT.toMillis());
        // As text: what is none is silently lost on its way to the driver.
        config.addDataSourceProperty("connectTimeout", Long.toString(Numbers.CONNECT.toSeconds()));
        config.addDataSourceProperty("loginTimeout", Long.toString(Numbers.LOGIN.toSeconds()));
        config.addDataSourceProperty("socketTimeout", Long.toString(Numbers.SOCKET.toSeconds()));
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("ApplicationName", "hikaricp");
        pool = new HikariDataSource(config);
        borrowers = Borrowers.start(pool);
    }

    Borrowers borrowers() {
        return borrowers;
    }

    @Override
    public void close() {
        try (pool) {
            borrowers.close();
        }
    }
}
