package dev.lifeguard.benchmarks.contender;

import com.vladmihalcea.flexypool.FlexyPoolDataSource;
import com.vladmihalcea.flexypool.adaptor.HikariCPPoolAdapter;
import com.vladmihalcea.flexypool.config.FlexyPoolConfiguration;
import com.vladmihalcea.flexypool.strategy.IncrementPoolOnTimeoutConnectionAcquisitionStrategy;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.lifeguard.launcher.Database.Access;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.IntSupplier;
import javax.sql.DataSource;

/**
 * A pool in this JVM.
 *
 * @param dataSource to borrow from
 * @param max in force
 * @param closing closes its connections
 */
record PlainPool(DataSource dataSource, IntSupplier max, Closing closing) implements AutoCloseable {

    static final Duration WAIT_TIMEOUT = Duration.ofSeconds(10);
    /** How long an acquisition takes before FlexyPool adds a connection: what the objective calls too long. */
    private static final int FLEXY_POOL_MILLIS = 10;

    /** Makes a pool; throws what its library throws. */
    @FunctionalInterface
    interface Maker {
        PlainPool make(Access access) throws SQLException;
    }

    @FunctionalInterface
    interface Closing {
        void close() throws IOException;
    }

    static PlainPool hikari(Access access, int size) {
        HikariDataSource pool = new HikariDataSource(hikariConfig(access, size));
        return new PlainPool(pool, pool::getMaximumPoolSize, pool::close);
    }

    private static HikariConfig hikariConfig(Access access, int size) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(access.url());
        config.setUsername(access.user());
        config.setPassword(access.password());
        config.setMaximumPoolSize(size);
        config.setConnectionTimeout(WAIT_TIMEOUT.toMillis());
        return config;
    }

    static PlainPool agroal(Access access, int min, int max) throws SQLException {
        AgroalDataSource pool = AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(connections -> connections
                        .minSize(min)
                        .initialSize(min)
                        .maxSize(max)
                        .acquisitionTimeout(WAIT_TIMEOUT)
                        .connectionFactoryConfiguration(factory -> factory
                                .jdbcUrl(access.url())
                                .principal(new NamePrincipal(access.user()))
                                .credential(new SimplePassword(access.password())))));
        return new PlainPool(pool, () -> max, pool::close);
    }

    /** Adds a connection whenever one was had too late. */
    static PlainPool flexyPool(Access access, int from, int to) {
        HikariDataSource pool = new HikariDataSource(hikariConfig(access, from));
        FlexyPoolConfiguration<HikariDataSource> configuration =
                new FlexyPoolConfiguration.Builder<>("benchmark", pool, HikariCPPoolAdapter.FACTORY)
                        .setJmxEnabled(false)
                        .setMetricLogReporterMillis(0)
                        .build();
        IncrementPoolOnTimeoutConnectionAcquisitionStrategy.Factory<HikariDataSource> growing =
                new IncrementPoolOnTimeoutConnectionAcquisitionStrategy.Factory<>(to - from, FLEXY_POOL_MILLIS);
        @SuppressWarnings("unchecked")
        FlexyPoolDataSource<HikariDataSource> flexible = new FlexyPoolDataSource<>(configuration, growing);
        flexible.start();
        return new PlainPool(flexible, pool::getMaximumPoolSize, () -> {
            flexible.close();
            pool.close();
        });
    }

    @Override
    public void close() throws IOException {
        closing.close();
    }
}
