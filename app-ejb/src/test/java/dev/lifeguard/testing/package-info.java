/** What tests of several packages share: a real PostgreSQL, and JPA without a container. */
package dev.lifeguard.testing;
