package dev.lifeguard.server.liberty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.Pool.Source;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DataSourcePropertiesTest {

    @Test
    void aDataSourceOfTheConfigurationIsTheServers() {
        Pool pool = pool(Map.of("config.displayId", "dataSource[app]", "jndiName", "jdbc/app"));

        assertThat(pool.name()).isEqualTo("jdbc/app");
        assertThat(pool.key()).isEqualTo("dataSource[app]");
        assertThat(pool.source()).isEqualTo(Source.SERVER);
        assertThat(pool.application()).isEmpty();
    }

    @Test
    void aDefinitionInAnApplicationNamesIt() {
        String id = "application[shop]/module[shop.war]/dataSource[java:module/jdbc/shop]";
        Pool pool = pool(Map.of(
                "config.displayId", id, "jndiName", "java:module/jdbc/shop", "application", "shop", "module", "shop.war"));

        assertThat(pool.name()).isEqualTo("java:module/jdbc/shop");
        assertThat(pool.key()).isEqualTo(id);
        assertThat(pool.source()).isEqualTo(Source.APPLICATION);
        assertThat(pool.application()).contains("shop");
    }

    @Test
    void theDefaultDataSourceIsAnAdministrators() {
        Pool pool = pool(Map.of("config.displayId", "dataSource[DefaultDataSource]", "javaCompDefaultName", "DefaultDataSource"));

        assertThat(pool.name()).isEqualTo("java:comp/DefaultDataSource");
        assertThat(pool.source()).isEqualTo(Source.SERVER);
    }

    @Test
    void withoutAnIdTheKeyDoesNotDependOnThePlaceInTheConfiguration() {
        Map<String, Object> first = Map.of("config.displayId", "dataSource[default-0]", "jndiName", "jdbc/$1");
        Map<String, Object> moved = Map.of("config.displayId", "dataSource[default-3]", "jndiName", "jdbc/$1");

        assertThat(pool(first).key()).isEqualTo("dataSource[jdbc/$1]").isEqualTo(pool(moved).key());
        assertThat(pool(first).id()).isEqualTo(pool(moved).id());
    }

    @Test
    void withoutAJndiNameTheServersNameStands() {
        assertThat(pool(Map.of("config.displayId", "dataSource[quiet]")).name()).isEqualTo("dataSource[quiet]");
    }

    @Test
    void aServiceThatWentWhileItWasReadIsNotComplete() {
        assertThat(new DataSourceProperties(Map.of()).isComplete()).isFalse();
    }

    private static Pool pool(Map<String, Object> properties) {
        DataSourceProperties dataSource = new DataSourceProperties(properties);
        assertThat(dataSource.isComplete()).isTrue();
        return dataSource.pool();
    }
}
