package dev.lifeguard.server;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which properties of a driver can be shown to everybody, and which of their values. Both are lists of what may be told, because those of
 * secrets are never complete: a database's name can be {@code mem:shop;PASSWORD=…}, an address {@code jdbc:oracle:thin:scott/tiger@…}.
 */
public final class TellableProperties {

    private static final String HOST = "(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::\\d{1,5})?";
    private static final String HOSTS = HOST + "(?:," + HOST + ")*";
    private static final String NAME = "[A-Za-z0-9._$-]*";
    private static final Pattern NUMBERS = Pattern.compile("\\d{1,10}(?:,\\d{1,10})*");

    /** Anybody may set a run-time parameter of his own, with a secret in it. */
    private static final String OPTION = "(?:-c\\s*|--)(?:lifeguard\\.max_age_seconds|[a-z_]+_timeout)=\\d{1,15}(?:ms|s|min|h|d)?";

    /** The address alone: an at sign, wherever it stands, may end a password, and what follows the question mark may contain one. */
    private static final Pattern URL = Pattern.compile("(jdbc:[a-z0-9+]+://" + HOSTS + "/" + NAME + ")(?:\\?[^@]*)?");

    /** The form of the whole value, by the property's name in lower case. */
    private static final Map<String, Pattern> FORMS = Map.of(
            // What a connection is called in the database's own lists, for people.
            "applicationname", Pattern.compile("[\\p{L}\\p{N} ._/:#-]*"),
            "connecttimeout", NUMBERS,
            "databasename", Pattern.compile(NAME),
            "logintimeout", NUMBERS,
            "options", Pattern.compile("\\s*" + OPTION + "(?:\\s+" + OPTION + ")*\\s*"),
            "portnumber", NUMBERS,
            "servername", Pattern.compile(HOSTS),
            "sockettimeout", NUMBERS,
            "tcpkeepalive", Pattern.compile("true|false", Pattern.CASE_INSENSITIVE),
            "url", URL);

    private TellableProperties() {}

    /** Whether a property of that name, in whatever case, has values that can be told. */
    public static boolean known(String name) {
        return FORMS.containsKey(name.toLowerCase(Locale.ROOT));
    }

    /** What of the value can be told; empty if its form leaves room for a credential. */
    public static Optional<String> told(String name, String value) {
        Pattern form = FORMS.get(name.toLowerCase(Locale.ROOT));
        if (form == null) {
            return Optional.empty();
        }
        Matcher matcher = form.matcher(value);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(form == URL ? matcher.group(1) : value);
    }
}
