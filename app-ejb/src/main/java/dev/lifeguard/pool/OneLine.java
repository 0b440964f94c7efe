package dev.lifeguard.pool;

/** Text of others on one line, so that it cannot be taken for a line of ours. */
public final class OneLine {

    private OneLine() {}

    /** With a blank for each control, format character and separator of lines or paragraphs, of all of Unicode; stripped. */
    public static String of(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", " ").strip();
    }
}
