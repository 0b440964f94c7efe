package dev.lifeguard.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunSettingsTest {

    private static final Map<String, String> NOTHING_SET = Map.of();
    private static final Map<String, String> APP_ELSEWHERE =
            Map.of("LIFEGUARD_APP_DB_URL", "jdbc:postgresql://elsewhere/x", "LIFEGUARD_APP_DB_PASSWORD", "p");
    private static final Map<String, String> STORE_ELSEWHERE =
            Map.of("LIFEGUARD_STORE_DB_URL", "jdbc:postgresql://elsewhere/x", "LIFEGUARD_STORE_DB_PASSWORD", "p");

    @Test
    void defaults() {
        RunSettings settings = settings(NOTHING_SET, "server=payara", "http.port=", "admin.port=", "db.port=", "db.url=");
        assertThat(settings.httpPort()).isEqualTo(8080);
        assertThat(settings.adminPort()).isEqualTo(4848);
        assertThat(settings.databasePort()).isEqualTo(15432);
        assertThat(settings.embedded()).containsExactly("LIFEGUARD_APP_", "LIFEGUARD_STORE_");
        assertThat(settings.environment()).containsEntry("LIFEGUARD_APP_DB_USER", "app")
                .containsEntry("LIFEGUARD_STORE_DB_USER", "lifeguard");
        assertThat(settings.environment().get("LIFEGUARD_APP_DB_PASSWORD")).hasSize(32);
    }

    @Test
    void libertyHasItsOwnAdminPort() {
        assertThat(settings(NOTHING_SET, "server=liberty").adminPort()).isEqualTo(9443);
    }

    @Test
    void anUnknownServerIsRefusedWithTheChoices() {
        refused(NOTHING_SET, "server=tomcat").contains("-Dserver=tomcat: it must be payara or liberty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "0", "70000", "-1", "80.5", "+80", "99999999999"})
    void aPortThatIsNoneIsRefused(String value) {
        refused(NOTHING_SET, "server=payara", "http.port=" + value)
                .contains("-Dhttp.port is \"" + value + "\": it must be a port, a whole number from 1 to 65535");
    }

    @ParameterizedTest
    @CsvSource({"http.port, admin.port", "http.port, db.port", "admin.port, db.port"})
    void theSamePortTwiceIsRefused(String one, String other) {
        refused(NOTHING_SET, "server=payara", one + "=9000", other + "=9000")
                .contains("-D" + one + " and -D" + other + " are both 9000: each must be a port of its own, from 1 to 65535");
    }

    @Test
    void aDefaultPortTakenByAnotherOptionIsRefusedToo() {
        refused(NOTHING_SET, "server=payara", "http.port=4848").contains("-Dhttp.port and -Dadmin.port are both 4848");
    }

    @Test
    void aDatabaseOfTheUsersServesBothPools() {
        RunSettings settings = settings(Map.of("LIFEGUARD_APP_DB_URL", "jdbc:postgresql://elsewhere/x"),
                "server=payara", "db.url=jdbc:postgresql://here/y", "db.user=u", "db.password=p");
        assertThat(settings.embedded()).isEmpty();
        assertThat(settings.environment()).containsEntry("LIFEGUARD_APP_DB_URL", "jdbc:postgresql://here/y")
                .containsEntry("LIFEGUARD_STORE_DB_URL", "jdbc:postgresql://here/y")
                .containsEntry("LIFEGUARD_APP_DB_USER", "u").containsEntry("LIFEGUARD_STORE_DB_PASSWORD", "p");
    }

    @Test
    void aDatabaseWithoutRoleOrPasswordIsRefused() {
        refused(NOTHING_SET, "server=payara", "db.url=jdbc:postgresql://here/y").contains("-Ddb.user is empty", "-Ddb.password is empty");
    }

    @Test
    void aUrlThatIsNoneIsRefusedWithoutThePasswordInIt() {
        refused(NOTHING_SET, "server=payara", "db.url=postgres://user:secret@host/db", "db.user=u", "db.password=p")
                .contains("-Ddb.url begins with \"postgres:\": it must be a URL that begins with jdbc:postgresql:")
                .doesNotContain("secret", "host/db");
    }

    @Test
    void aRoleWithoutADatabaseIsRefused() {
        refused(NOTHING_SET, "server=payara", "db.user=u")
                .contains("-Ddb.user and -Ddb.password are only for a database given with -Ddb.url");
    }

    @Test
    void aPoolWhoseDatabaseIsInTheEnvironmentGetsThatOne() {
        RunSettings settings = settings(APP_ELSEWHERE, "server=payara");
        assertThat(settings.embedded()).containsExactly("LIFEGUARD_STORE_");
        assertThat(settings.environment()).containsEntry("LIFEGUARD_APP_DB_URL", "jdbc:postgresql://elsewhere/x")
                .doesNotContainKey("LIFEGUARD_STORE_DB_URL");
    }

    @Test
    void theDrillIsOnInTheEmbeddedDatabase() {
        assertThat(settings(NOTHING_SET, "server=payara").environment()).containsEntry("LIFEGUARD_DRILL", "true");
        assertThat(settings(STORE_ELSEWHERE, "server=payara").environment()).containsEntry("LIFEGUARD_DRILL", "true");
    }

    @Test
    void theDrillIsNotSwitchedOnInADatabaseThatWasGiven() {
        assertThat(settings(NOTHING_SET, "server=payara", "db.url=jdbc:postgresql://here/y", "db.user=u", "db.password=p").environment())
                .doesNotContainKey("LIFEGUARD_DRILL");
        assertThat(settings(APP_ELSEWHERE, "server=payara").environment()).doesNotContainKey("LIFEGUARD_DRILL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void whetherThereIsTheDrillIsLeftToWhoeverSaysSo(String value) {
        assertThat(settings(Map.of("LIFEGUARD_DRILL", value), "server=payara").environment()).doesNotContainKey("LIFEGUARD_DRILL");
    }

    @ParameterizedTest
    @CsvSource({"1, false", "2, true"})
    void theDrillNeedsTwoConnectionsAtOnce(String max, boolean on) {
        Map<String, String> environment = Map.of("LIFEGUARD_APP_POOL_MIN", "0", "LIFEGUARD_APP_POOL_MAX", max);
        assertThat(settings(environment, "server=payara").environment().containsKey("LIFEGUARD_DRILL")).isEqualTo(on);
    }

    @ParameterizedTest
    @CsvSource({"yes, ' is \"yes\"'", "TRUE, ' is \"TRUE\"'", "'', ' is empty'"})
    void aDrillThatIsNeitherTrueNorFalseIsRefused(String value, String told) {
        refused(Map.of("LIFEGUARD_DRILL", value), "server=payara").contains("LIFEGUARD_DRILL" + told + ": it must be true or false");
    }

    @Test
    void poolsAreGovernedUnlessSomebodySaysOtherwise() {
        assertThat(settings(NOTHING_SET, "server=payara", "governor=").environment()).containsEntry("LIFEGUARD_GOVERNOR", "govern");
        assertThat(settings(NOTHING_SET, "server=payara", "governor=off").environment()).containsEntry("LIFEGUARD_GOVERNOR", "off");
        assertThat(settings(Map.of("LIFEGUARD_GOVERNOR", "advise"), "server=payara").environment()).doesNotContainKey("LIFEGUARD_GOVERNOR");
        refused(NOTHING_SET, "server=payara", "governor=maybe")
                .contains("-Dgovernor is \"maybe\": it must be one of off, advise, govern");
    }

    @Test
    void aGentleDrillBeginsByItselfInTheEmbeddedDatabaseAlone() {
        assertThat(settings(NOTHING_SET, "server=payara").environment()).containsEntry("LIFEGUARD_DRILL_START", "diurnal");
        assertThat(settings(NOTHING_SET, "server=payara", "drill=step").environment()).containsEntry("LIFEGUARD_DRILL_START", "step");
        assertThat(settings(NOTHING_SET, "server=payara", "drill=none").environment())
                .containsEntry("LIFEGUARD_DRILL", "true")
                .containsEntry("LIFEGUARD_DRILL_START", "none");
        assertThat(settings(APP_ELSEWHERE, "server=payara").environment()).doesNotContainKey("LIFEGUARD_DRILL_START");
        assertThat(settings(Map.of("LIFEGUARD_DRILL", "false"), "server=payara").environment()).doesNotContainKey("LIFEGUARD_DRILL_START");
        assertThat(settings(Map.of("LIFEGUARD_DRILL_START", "spike"), "server=payara").environment())
                .as("left to whoever says so")
                .doesNotContainKey("LIFEGUARD_DRILL_START");
    }

    @Test
    void aDrillThatCannotBeginIsRefused() {
        refused(NOTHING_SET, "server=payara", "drill=up").contains("-Ddrill=up: it must be one of none, steady, step, ramp, diurnal, spike");
        refused(APP_ELSEWHERE, "server=payara", "drill=step").contains("-Ddrill=step: drills are off here; LIFEGUARD_DRILL=true");
    }

    @Test
    void everythingThatIsWrongIsToldAtOnceAndNoSecretIsRepeated() {
        refused(Map.of("LIFEGUARD_APP_POOL_MAX", "0", "LIFEGUARD_APP_DB_PASSWORD", "hunter2"), "server=x", "http.port=y", "db.port=z")
                .startsWith("Nothing was started").contains("LIFEGUARD_APP_POOL_MAX", "-Dserver=x", "-Dhttp.port", "-Ddb.port")
                .doesNotContain("hunter2");
    }

    @Test
    void theOperatorsPasswordIsMadeUpAfreshUnlessItIsGiven() {
        String variable = "LIFEGUARD_OPERATOR_PASSWORD";
        RunSettings madeUp = settings(NOTHING_SET, "server=payara", "lifeguard.operator.password=");
        assertThat(madeUp.operatorPasswordMadeUp()).isTrue();
        assertThat(madeUp.environment().get(variable)).hasSize(32)
                .isNotEqualTo(settings(NOTHING_SET, "server=payara").environment().get(variable));

        RunSettings given = settings(Map.of(variable, "environment's"), "server=payara", "lifeguard.operator.password= option's ");
        assertThat(given.operatorPasswordMadeUp()).isFalse();
        assertThat(given.environment()).containsEntry(variable, " option's ");

        RunSettings known = settings(Map.of(variable, "environment's"), "server=payara");
        assertThat(known.operatorPasswordMadeUp()).isFalse();
        assertThat(known.environment()).containsEntry(variable, "environment's");
    }

    private static RunSettings settings(Map<String, String> environment, String... arguments) {
        List<String> all = new ArrayList<>(List.of("project=p", "archive=a.zip", "driver=d.jar", "validation=v.jar", "application=a.ear"));
        all.addAll(List.of(arguments));
        return RunSettings.of(all, environment);
    }

    private static AbstractStringAssert<?> refused(Map<String, String> environment, String... arguments) {
        LaunchException[] caught = new LaunchException[1];
        assertThatExceptionOfType(LaunchException.class).isThrownBy(() -> settings(environment, arguments)).satisfies(e -> caught[0] = e);
        return assertThat(caught[0].getMessage());
    }
}
