package dev.lifeguard.warden;

import java.util.Locale;

/** What the warden does to a pool of its own accord, each by itself to be switched off. */
public enum WardenRule {
    /** Wakes requests that sleep beside an idle connection, or beside room for one. */
    WAKE("woken", "request was woken that slept beside a connection or room for one",
            "requests were woken that slept beside a connection or room for one"),
    /** Opens one more connection when none is idle, before somebody has to. */
    OPEN_AHEAD("opened", "connection was opened ahead of demand", "connections were opened ahead of demand"),
    /** Has the server build every pool of its configuration, and opens min, before {@code started} is up. */
    WARM("opened", "connection was opened before the first request", "connections were opened before the first request"),
    /** Opens what is missing to min. */
    KEEP_MIN("opened", "connection was opened as min was not reached", "connections were opened as min was not reached"),
    /** Closes idle connections in the server's stead where its own way holds up borrowers. */
    SHRINK("closed", "connection was closed that was idle for too long", "connections were closed that were idle for too long"),
    /** Closes connections that the server has lost. */
    CLEAR_LOST("closed", "connection was closed that the server had lost", "connections were closed that the server had lost");

    private final String deed;
    private final String one;
    private final String many;

    WardenRule(String deed, String one, String many) {
        this.deed = deed;
        this.one = one;
        this.many = many;
    }

    /** The word as it stands in properties and answers: lower case, with dashes. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The property that switches it. */
    public String property() {
        return "lifeguard.warden." + word();
    }

    /** What becomes of that to which it is done, in a word. */
    String deed() {
        return deed;
    }

    /** What was done, a sentence for people. @param number of requests or connections, 1 or more */
    String told(long number) {
        return number + " " + (number == 1 ? one : many);
    }
}
