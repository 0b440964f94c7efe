package dev.lifeguard.server.liberty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverridesTest {

    @TempDir
    private Path server;

    @Test
    void theFirstSettingsMakeTheFile() throws IOException {
        assertThat(text(Overrides.with(Optional.empty(), "app", Map.of("maxPoolSize", "12", "connectionTimeout", "5s"))))
                .startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
                .contains("<server>\n  <connectionManager id=\"app\" connectionTimeout=\"5s\" maxPoolSize=\"12\"/>\n</server>");
    }

    @Test
    void thoseOfOtherPoolsAndOtherSettingsOfThisOneStay() throws IOException {
        byte[] first = Overrides.with(Optional.empty(), "app", Map.of("maxPoolSize", "12", "minPoolSize", "3"));
        byte[] second = Overrides.with(Optional.of(first), "other/store.1", Map.of("maxPoolSize", "7"));

        assertThat(text(Overrides.with(Optional.of(second), "app", Map.of("maxPoolSize", "14"))))
                .contains("<connectionManager id=\"app\" maxPoolSize=\"14\" minPoolSize=\"3\"/>")
                .contains("<connectionManager id=\"other/store.1\" maxPoolSize=\"7\"/>");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "app\"/><application location=\"evil.war\"/><x y=\"", "<script>", "${env.SECRET}", "a b", "a\nb", "", "../../server", "app]",
        "&x;"})
    void nothingIsWrittenForAnIdThatIsMoreThanAName(String id) {
        assertThat(Overrides.takes(id)).isFalse();
        assertThatIOException().isThrownBy(() -> Overrides.with(Optional.empty(), id, Map.of("maxPoolSize", "7")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"${x}", "-1", "7\"", "1e3", "", "7m"})
    void nothingIsWrittenButNumbers(String value) {
        assertThatIOException().isThrownBy(() -> Overrides.with(Optional.empty(), "app", Map.of("maxPoolSize", value)));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "no XML", "<server><connectionManager maxPoolSize=\"3\"/></server>",
        "<!DOCTYPE server [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><server><connectionManager id=\"&x;\"/></server>",
        "<server><connectionManager id=\"app\" minPoolSize=\"${x}\"/></server>"})
    void aFileThatIsNotOfOurMakingIsNotWrittenOver(String content) {
        assertThatIOException().isThrownBy(() -> Overrides.with(
                Optional.of(content.getBytes(StandardCharsets.UTF_8)), "app", Map.of("maxPoolSize", "7")));
    }

    @Test
    void theFileIsReplacedAsAWholeAndRemoved() throws IOException {
        Overrides overrides = new Overrides(server);
        assertThat(overrides.read()).isEmpty();

        byte[] content = Overrides.with(Optional.empty(), "app", Map.of("maxPoolSize", "12"));
        overrides.replace(Optional.of(content));
        assertThat(overrides.read()).contains(content);
        assertThat(overrides.file()).isEqualTo(server.resolve("configDropins/overrides/lifeguard-pools.xml"));
        try (Stream<Path> files = Files.list(overrides.file().getParent())) {
            assertThat(files).containsExactly(overrides.file());
        }

        overrides.replace(Optional.empty());
        assertThat(overrides.read()).isEmpty();
    }

    private static String text(byte[] content) {
        return new String(content, StandardCharsets.UTF_8);
    }
}
