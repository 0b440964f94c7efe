/**
 * Which size a pool should have, and why. Pure: looks at a pool come in, advice comes out, time is an argument.
 *
 * <p>May depend on {@code java.*}, {@code pool} and {@code statistics}. Must not know a server, a clock or how anything is changed.
 */
package dev.lifeguard.sizing;
