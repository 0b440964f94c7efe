package dev.lifeguard.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementMaskTest {

    /** What is put into every literal and every comment, and nowhere else. */
    private static final String SECRET = "hunter";
    private static final String SECRET_NUMBER = "90210";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "select * from t where a = 'x' and b = 'it''s' | select * from t where a = ? and b = ?",
        "select ''                                     | select ?",
        "select E'a\\'b', e'\\\\', 1                   | select ?, ?, ?",
        "select U&'d\\0061t', u&'x' uescape '!'        | select ?, ? uescape ?",
        "select B'101', x'1F', N'a'                    | select ?, ?, ?",
        "select $$it's$$, $tag$ $$ $tag$, $1, $23      | select ?, ?, $1, $23",
        "select 1, -2.5, .5, 1e10, 1.5E-3, 0xFF, 1_000 | select ?, -?, ?, ?, ?, ?, ?",
        "select t1.c2, col_3, a$4 from t_5             | select t1.c2, col_3, a$4 from t_5",
        "select ?, date'2026-01-01', limit 10          | select ?, date?, limit ?",
        "select \"It's 1\", \"a\"\"1\" from \"x\"      | select \"It's 1\", \"a\"\"1\" from \"x\"",
        "select a -- 'x' 1                             | select a",
        "select /* a /* 'b' */ 1 */ c                  | select c",
        "select 1+2, a-1, 3*b                          | select ?+?, a-?, ?*b",
        "in (1,2,3)                                    | in (?,?,?)",
        "select größe, 'ü' from straße                 | select größe, ? from straße"
    })
    void values(String statement, String masked) {
        assertThat(StatementMask.mask(statement)).isEqualTo(masked);
    }

    @Test
    void lineBreaksAndControlCharactersBecomeOneSpace() {
        assertThat(StatementMask.mask("\tselect a\r\n  from\u0000 \u007f t -- end\n where b ")).isEqualTo("select a from t where b");
    }

    @Test
    void whatWasCutInALiteralIsMaskedToItsEnd() {
        assertThat(StatementMask.mask("select 'cut off 12")).isEqualTo("select ?");
        assertThat(StatementMask.mask("select E'cut off \\")).isEqualTo("select ?");
        assertThat(StatementMask.mask("select $a$cut off $a")).isEqualTo("select ?");
        assertThat(StatementMask.mask("select \"cut off 12")).isEqualTo("select ?");
        assertThat(StatementMask.mask("select 1 /* cut off 12")).isEqualTo("select ?");
    }

    @Test
    void aBackslashBeforeAQuotationMarkMayOrMayNotEndTheString() {
        assertThat(StatementMask.mask("select 'a\\' or b = 'secret'")).isEqualTo("select ?");
        assertThat(StatementMask.mask("select 'c:\\dir', 'it''s'")).isEqualTo("select ?, ?");
    }

    @Test
    void aNameThatIsTooLongForOneIsTakenForAValue() {
        assertThat(StatementMask.mask("select \"" + "x".repeat(63) + "\"")).endsWith("x\"");
        assertThat(StatementMask.mask("select \"" + "x".repeat(64) + "\"")).isEqualTo("select ?");
    }

    @Test
    void isCutAtTheBoundedLength() {
        assertThat(StatementMask.mask("a".repeat(StatementMask.LONGEST + 1))).hasSize(StatementMask.LONGEST);
    }

    @Property
    void noValueSurvives(@ForAll("statements") String statement) {
        assertThat(StatementMask.mask(statement)).doesNotContain(SECRET).doesNotContain(SECRET_NUMBER);
    }

    @Property
    void noValueSurvivesACut(@ForAll("statements") String statement, @ForAll double where) {
        String cut = statement.substring(0, (int) (Math.abs(where % 1) * statement.length()));
        assertThat(StatementMask.mask(cut)).doesNotContain(SECRET).doesNotContain("9021");
    }

    @Property
    void whatIsNoValueStaysInItsOrder(@ForAll("words") List<String> words) {
        assertThat(StatementMask.mask(String.join(" 'x' ", words))).isEqualTo(String.join(" ? ", words));
    }

    @Property
    void survivesAnythingAndMaskingTwiceChangesNothing(@ForAll("garbage") String garbage) {
        String masked = StatementMask.mask(garbage);
        assertThat(masked).hasSizeLessThanOrEqualTo(Math.min(StatementMask.LONGEST, garbage.length()));
        assertThat(masked.chars()).noneMatch(c -> c < ' ');
        assertThat(StatementMask.mask(masked)).isEqualTo(masked);
    }

    @Provide
    Arbitrary<String> statements() {
        return Arbitraries.oneOf(words().map(words -> String.join(" ", words)), values())
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join(" ", parts));
    }

    @Provide
    Arbitrary<List<String>> words() {
        return Arbitraries.of("select", "from", "t1", "\"Or der\"", "$1", "?", "where", "a.b2", "=", "::", "(", ")", ",", "||", "n_3")
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    /** Literals and comments in all their ways, each with a secret in it. */
    private static Arbitrary<String> values() {
        Arbitrary<String> filling = Arbitraries.of("''", "\"", " ", "--", "/", ";", "$1", "ü", "\n", "select");
        Arbitrary<String> content =
                Combinators.combine(filling, filling).as((before, after) -> before + SECRET + before + SECRET_NUMBER + after);
        return Arbitraries.oneOf(
                content.map(inside -> "'" + inside + "'"),
                content.map(inside -> "E'\\'" + inside + "\\\\'"),
                content.map(inside -> "U&'" + inside + "'"),
                content.map(inside -> "$$" + inside + "$$"),
                content.map(inside -> "$tag_1$" + inside + "$$$tag_1$"),
                content.map(inside -> "/* /* */" + inside.replace("/", "") + "*/"),
                content.map(inside -> "--" + inside.replace("\n", "") + "\n"),
                Arbitraries.of("%s", "%s.5e+%1$s", ".%s", "-%s", "0x%s").map(form -> form.formatted(SECRET_NUMBER)));
    }

    @Provide
    Arbitrary<String> garbage() {
        Arbitrary<String> pieces = Arbitraries.of(
                "'", "\"", "$", "$a$", "\\", "--", "/*", "*/", "\n", "E", "U&", "x", "1", ".", "e", "+", "ü", "\u0000", " ");
        return Arbitraries.oneOf(
                pieces.list().ofMaxSize(40).map(list -> String.join("", list)), Arbitraries.strings().ofMaxLength(3_000));
    }
}
