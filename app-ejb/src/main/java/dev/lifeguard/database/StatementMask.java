package dev.lifeguard.database;

/**
 * Takes the values out of a statement of PostgreSQL's and leaves what it does: each literal, be it a string in any of the database's ways
 * of writing one, a bit string or a number, becomes {@code ?}; comments, which can hold values too, and line breaks become a space.
 * Placeholders, keywords and identifiers stay.
 *
 * <p>Where it cannot be told where a literal ends, all that follows is taken for it: a statement that was cut, and a backslash before the
 * end of a plain string, which is a part of it or not, by a setting of the session. Reads each character a bounded number of times and
 * throws nothing, whatever the text is.
 */
public final class StatementMask {

    /** Of a longer statement the rest is left out, characters. */
    public static final int LONGEST = 2_000;

    private static final int LONGEST_IDENTIFIER = 63;
    /** The letters before a string that make it one of another kind. */
    private static final String PREFIXES = "eEbBxXnN";

    private final String text;
    private final StringBuilder masked = new StringBuilder();
    private int position;

    private StatementMask(String text) {
        this.text = text;
    }

    /** The statement without values, {@link #LONGEST} characters at most. */
    public static String mask(String statement) {
        return new StatementMask(statement.substring(0, Math.min(LONGEST, statement.length()))).masked();
    }

    private String masked() {
        while (position < text.length()) {
            next();
        }
        return masked.toString().strip();
    }

    private void next() {
        char c = text.charAt(position);
        if (c <= ' ' || c == '\u007f') {
            position++;
            space();
        } else if (text.startsWith("--", position)) {
            position = endOfLine();
            space();
        } else if (text.startsWith("/*", position)) {
            skipComment();
            space();
        } else if (c == '\'') {
            literal(endOfString(position, false));
        } else if (c == '"') {
            quotedIdentifier();
        } else if (c == '$') {
            dollar();
        } else if (isDigit(c) || c == '.' && isDigit(at(position + 1))) {
            literal(endOfNumber());
        } else if (startsWord(c)) {
            word();
        } else {
            masked.append(c);
            position++;
        }
    }

    private void space() {
        if (!masked.isEmpty() && masked.charAt(masked.length() - 1) != ' ') {
            masked.append(' ');
        }
    }

    private void literal(int end) {
        masked.append('?');
        position = end;
    }

    /** A keyword, an identifier, or the letters before a string. */
    private void word() {
        int end = position + 1;
        while (end < text.length() && (startsWord(text.charAt(end)) || isDigit(text.charAt(end)) || text.charAt(end) == '$')) {
            end++;
        }
        boolean single = end == position + 1;
        char first = text.charAt(position);
        if (single && PREFIXES.indexOf(first) >= 0 && at(end) == '\'') {
            literal(endOfString(end, first == 'e' || first == 'E'));
        } else if (single && (first == 'u' || first == 'U') && text.startsWith("&'", end)) {
            literal(endOfString(end + 1, false));
        } else {
            masked.append(text, position, end);
            position = end;
        }
    }

    /** @param escapes whether a backslash is one for sure */
    private int endOfString(int quote, boolean escapes) {
        int at = quote + 1;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\\' && escapes) {
                at += 2;
            } else if (c == '\\' && at(at + 1) == '\'') {
                return text.length();
            } else if (c != '\'') {
                at++;
            } else if (at(at + 1) == '\'') {
                at += 2;
            } else {
                return at + 1;
            }
        }
        return text.length();
    }

    private void quotedIdentifier() {
        int end = position + 1;
        while (end < text.length() && (text.charAt(end) != '"' || at(end + 1) == '"')) {
            end += text.charAt(end) == '"' ? 2 : 1;
        }
        // No name is that long, and one that does not end was cut or is none.
        boolean name = end < text.length() && end - position - 1 <= LONGEST_IDENTIFIER;
        if (name) {
            for (char c : text.substring(position, end + 1).toCharArray()) {
                masked.append(c < ' ' ? ' ' : c);
            }
            position = end + 1;
        } else {
            literal(Math.min(text.length(), end + 1));
        }
    }

    /** A placeholder, a string between two equal tags, or a dollar sign. */
    private void dollar() {
        int end = position + 1;
        if (isDigit(at(end))) {
            while (isDigit(at(end))) {
                end++;
            }
            masked.append(text, position, end);
            position = end;
            return;
        }
        while (end < text.length() && (startsWord(text.charAt(end)) || isDigit(text.charAt(end)))) {
            end++;
        }
        if (at(end) != '$') {
            masked.append('$');
            position++;
            return;
        }
        String tag = text.substring(position, end + 1);
        int close = text.indexOf(tag, end + 1);
        literal(close < 0 ? text.length() : close + tag.length());
    }

    /** With all that clings to it, so that one in any notation is taken as a whole. */
    private int endOfNumber() {
        int end = position;
        while (end < text.length()) {
            char c = text.charAt(end);
            boolean exponentSign = (c == '+' || c == '-') && (text.charAt(end - 1) == 'e' || text.charAt(end - 1) == 'E')
                    && isDigit(at(end + 1));
            if (!startsWord(c) && !isDigit(c) && c != '.' && !exponentSign) {
                return end;
            }
            end++;
        }
        return end;
    }

    private int endOfLine() {
        int end = position;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        return end;
    }

    /** Comments between slashes and stars nest. */
    private void skipComment() {
        int depth = 0;
        do {
            if (text.startsWith("/*", position)) {
                depth++;
                position += 2;
            } else if (text.startsWith("*/", position)) {
                depth--;
                position += 2;
            } else {
                position++;
            }
        } while (depth > 0 && position < text.length());
    }

    /** The character there, NUL behind the end. */
    private char at(int index) {
        return index < text.length() ? text.charAt(index) : '\0';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean startsWord(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= '\u0080';
    }
}
