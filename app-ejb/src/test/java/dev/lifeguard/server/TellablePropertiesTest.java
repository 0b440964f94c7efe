package dev.lifeguard.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TellablePropertiesTest {

    @ParameterizedTest
    @ValueSource(strings = {
        "jdbc:postgresql://127.0.0.1:5432/app",
        "jdbc:postgresql://db/shop",
        "jdbc:postgresql://one:5432,two:5433,three/shop",
        "jdbc:postgresql://[::1]:5432/shop",
        "jdbc:mysql://db.example.com:3306/shop_1",
        "jdbc:mysql+srv://db/shop",
        "jdbc:mariadb://db/",
    })
    void anAddressIsTold(String url) {
        assertThat(TellableProperties.told("url", url)).contains(url);
        assertThat(TellableProperties.told("URL", url + "?user=secret&password=secret")).contains(url);
        assertThat(TellableProperties.told("url", url + "?")).contains(url);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "jdbc:oracle:thin:scott/tiger@db:1521:svc",
        "jdbc:oracle:thin:scott/tiger@//db:1521/svc",
        "jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(HOST=db))(SECURITY=(PASSWORD=secret)))",
        "jdbc:sqlserver://db:1433;user=sa;password=secret",
        "jdbc:sqlserver://db:1433/x;user=sa;password=secret",
        "jdbc:mysql://address=(host=db)(user=me)(password=p)/db",
        "jdbc:mysql://(host=db,password=p)/db",
        "jdbc:mysql://me:secret@db/shop",
        "jdbc:mysql://me:12/x?3@db/shop",
        "jdbc:mysql://one,me:secret@two/shop",
        "jdbc:mysql:loadbalance://me:secret@db/shop",
        "jdbc:mysqlx:secret://db/shop",
        "jdbc:h2:tcp://db/shop;USER=sa;PASSWORD=secret",
        "jdbc:h2:mem:shop;PASSWORD=secret",
        "jdbc:derby://db:1527/shop;user=me;password=secret",
        "jdbc:db2://db:50000/shop:user=me;password=secret;",
        "jdbc:db2://db:50000/shop:user",
        "jdbc:informix-sqli://db:1533/shop:INFORMIXSERVER=x;user=me;password=secret",
        "jdbc:sybase:Tds:db:5000/shop?PASSWORD=secret",
        "jdbc:sap://db:30015/&user=me&password=secret",
        "jdbc:postgresql://db/shop&password=secret",
        "jdbc:postgresql://db/shop%3Fpassword=secret",
        "jdbc:postgresql://db/shop#password=secret",
        "jdbc:postgresql://db/shop\npassword=secret",
        "jdbc:postgresql://db/shop/secret",
        "jdbc:postgresql://me:secret@db:5432/shop",
        "jdbc:postgresql:shop",
        "postgresql://db/shop",
        "${ALIAS=secret}",
        "secret",
        "",
    })
    void whatIsNotSimplyAnAddressIsNotTold(String url) {
        assertThat(TellableProperties.told("url", url)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "options | -c lifeguard.max_age_seconds=3600",
        "options | -clifeguard.max_age_seconds=7 --statement_timeout=5s -c lock_timeout=100ms",
        "ApplicationName | payara jdbc/app",
        "serverName | db.example.com",
        "serverName | one:5432,[::1]:5433",
        "databaseName | shop-1",
        "portNumber | 5432",
        "connectTimeout | 5",
        "loginTimeout | 10",
        "socketTimeout | 60",
        "tcpKeepAlive | true",
    })
    void whatIsOfTheFormThatIsExpectedIsTold(String name, String value) {
        assertThat(TellableProperties.known(name)).isTrue();
        assertThat(TellableProperties.told(name, value)).contains(value);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "options | -c app.jwt_secret=secret",
        "options | -c app.pin=1234",
        "options | -c lifeguard.max_age_seconds=60 -c app.key=secret",
        "options | -c search_path=secret",
        "options | user=me;password=secret",
        "ApplicationName | x&password=secret",
        "ApplicationName | me@secret",
        "serverName | me:secret@db",
        "serverName | db;password=secret",
        "serverName | db/shop?password=secret",
        "serverName | jdbc:postgresql://db/shop?password=secret",
        "databaseName | mem:shop;PASSWORD=secret",
        "databaseName | shop;user=me;password=secret",
        "databaseName | shop?password=secret",
        "databaseName | scott/tiger@svc",
        "databaseName | shop&password=secret",
        "portNumber | 5432/shop?password=secret",
        "connectTimeout | ${ALIAS=secret}",
        "loginTimeout | secret",
        "socketTimeout | 60;password=secret",
        "tcpKeepAlive | secret",
    })
    void whatCouldHoldACredentialIsNotTold(String name, String value) {
        assertThat(TellableProperties.told(name, value)).isEmpty();
    }

    @Test
    void otherPropertiesAreNotToldWhateverTheyAre() {
        for (String name : new String[] {"user", "password", "sslPassword", "connectionProperties", "service", ""}) {
            assertThat(TellableProperties.known(name)).as(name).isFalse();
            assertThat(TellableProperties.told(name, "5432")).as(name).isEmpty();
        }
    }
}
