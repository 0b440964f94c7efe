/**
 * The load as an application: what is deployed into a server under test.
 *
 * <p>May depend on {@code load} and Jakarta Servlet. The WAR holds these two packages and HdrHistogram.
 */
package dev.lifeguard.benchmarks.inside;
