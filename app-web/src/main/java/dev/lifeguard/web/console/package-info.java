/**
 * How what the console is made of gets to the browser. The console itself is in {@code webapp}.
 *
 * <p>May depend on nothing of Lifeguard.
 */
package dev.lifeguard.web.console;
