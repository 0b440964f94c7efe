package dev.lifeguard.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VariablesTest {

    @Test
    void nothingSetIsRight() {
        assertThat(Variables.refusals(Map.of("PATH", "/bin"))).isEmpty();
    }

    @Test
    void defaultsAreInTheirOwnRanges() {
        Variables.ALL.stream().filter(variable -> variable.form() == null).forEach(variable ->
                assertThat(Variables.refusals(Map.of(variable.name(), variable.defaultValue()))).as(variable.name()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"many", "0", "-1", "10001", "2.5", "99999999999", "+30", " 30", "30s", "0x1e", "\u0663\u0660", "\uff13\uff10"})
    void aMaxThatIsNoneIsRefusedWithNameValueAndRange(String value) {
        assertThat(Variables.refusals(Map.of("LIFEGUARD_APP_POOL_MAX", value)))
                .contains("LIFEGUARD_APP_POOL_MAX is \"" + value + "\": it must be a whole number from 1 to 10000");
    }

    @Test
    void emptyIsNotUnset() {
        assertThat(Variables.refusals(Map.of("LIFEGUARD_APP_POOL_MAX", "", "LIFEGUARD_APP_DB_USER", " "))).containsExactlyInAnyOrder(
                "LIFEGUARD_APP_POOL_MAX is empty: it must be a whole number from 1 to 10000",
                "LIFEGUARD_APP_DB_USER is empty: it must be not empty");
    }

    @Test
    void minAboveMaxIsRefused() {
        assertThat(Variables.refusals(Map.of("LIFEGUARD_STORE_POOL_MIN", "9", "LIFEGUARD_STORE_POOL_MAX", "8"))).containsExactly(
                "LIFEGUARD_STORE_POOL_MIN is 9: it must be from 0 to LIFEGUARD_STORE_POOL_MAX, which is 8");
    }

    @Test
    void minAboveTheDefaultMaxIsRefusedToo() {
        assertThat(Variables.refusals(Map.of("LIFEGUARD_APP_POOL_MIN", "40"))).containsExactly(
                "LIFEGUARD_APP_POOL_MIN is 40: it must be from 0 to LIFEGUARD_APP_POOL_MAX, which is 30 (the default)");
    }

    @Test
    void aMaxBelowTheDefaultMinIsRefusedToo() {
        assertThat(Variables.refusals(Map.of("LIFEGUARD_APP_POOL_MAX", "10"))).containsExactly(
                "LIFEGUARD_APP_POOL_MIN is 20 (the default): it must be from 0 to LIFEGUARD_APP_POOL_MAX, which is 10");
    }

    @ParameterizedTest
    @CsvSource({"LIFEGUARD_SERVER_NAME, a server", "LIFEGUARD_DB_SOCKET_SECONDS, 0",
            "LIFEGUARD_APP_POOL_MAX_AGE_SECONDS, 604801"})
    void valuesOutOfRangeAreQuoted(String name, String value) {
        assertThat(Variables.refusals(Map.of(name, value))).singleElement().asString()
                .startsWith(name + " is \"" + value + "\": it must be ");
    }

    @ParameterizedTest
    @CsvSource({"postgres://user:secret@host/db, ' begins with \"postgres:\"'",
            "jdbc:mysql://host/db?password=secret, ' begins with \"jdbc:mysql:\"'",
            "jdbc:postgresql://user:secret@host/db, ' begins with \"jdbc:postgresql:\"'",
            "user:secret@host/db, ' is not usable'", "secret, ' is not usable'"})
    void ofAUrlOnlyTheSchemeIsQuotedBecauseThereMayBeAPasswordInIt(String url, String told) {
        assertThat(Variables.refusals(Map.of("LIFEGUARD_STORE_DB_URL", url))).containsExactly("LIFEGUARD_STORE_DB_URL" + told
                + ": it must be a URL that begins with jdbc:postgresql: and has no user and password before the host");
    }

    @Test
    void theStoreNeedsTwoConnectionsAndTheApplicationsPoolOne() {
        assertThat(Variables.refusals(Map.of("LIFEGUARD_STORE_POOL_MIN", "0", "LIFEGUARD_STORE_POOL_MAX", "1"))).containsExactly(
                "LIFEGUARD_STORE_POOL_MAX is \"1\": it must be a whole number from 2 to 10000");
        assertThat(Variables.refusals(Map.of("LIFEGUARD_STORE_POOL_MIN", "0", "LIFEGUARD_STORE_POOL_MAX", "2",
                "LIFEGUARD_APP_POOL_MIN", "0", "LIFEGUARD_APP_POOL_MAX", "1"))).isEmpty();
    }

    @Test
    void allErrorsAreToldAtOnce() {
        assertThat(Variables.refusals(Map.of("LIFEGUARD_APP_POOL_MAX", "x", "LIFEGUARD_STORE_POOL_MAX", "y", "LIFEGUARD_SERVER_NAME", "")))
                .hasSize(3);
    }

    @Test
    void theDocumentationHasThisTable() throws IOException {
        assertThat(Files.readString(Path.of("../../README.md"))).contains("\n## Variables\n").contains(Variables.markdown());
    }
}
