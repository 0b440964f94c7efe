package dev.lifeguard.benchmarks.contender;

import dev.lifeguard.launcher.Database;
import java.nio.file.Path;

/**
 * What everybody is brought up with.
 *
 * @param database the same for all
 * @param project the checkout
 * @param work where servers have their homes
 * @param payara,liberty the distributions' archives
 * @param driver PostgreSQL's
 * @param validation the jar that validates connections on Payara
 * @param ear Lifeguard as it ships
 */
public record Ground(Database database, Path project, Path work, Path payara, Path liberty, Path driver, Path validation, Path ear) {}
