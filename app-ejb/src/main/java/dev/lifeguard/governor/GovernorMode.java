package dev.lifeguard.governor;

/** What is done about a pool's size. */
public enum GovernorMode {
    /** Nothing. */
    OFF,
    /** It is said which size it should have, and why. */
    ADVISE
}
