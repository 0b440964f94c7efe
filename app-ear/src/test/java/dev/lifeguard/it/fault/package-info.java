/**
 * Every fault that is made for real, one class each: a server of its own with the EAR that ships and an application under load beside it, both
 * behind a proxy that can fail, and the same load through HikariCP in the same run to compare with. What has to hold in every fault stands in
 * {@code FaultRun}; what one has to show besides stands in its class. Sorted behind all the other tests, so that the server is needed once.
 */
package dev.lifeguard.it.fault;
