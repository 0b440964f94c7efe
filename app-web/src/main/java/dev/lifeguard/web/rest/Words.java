package dev.lifeguard.web.rest;

import java.util.Locale;

/** Constants on the wire: lower case. */
final class Words {

    private Words() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
