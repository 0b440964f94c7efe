package dev.lifeguard.web.security;

import dev.lifeguard.operations.Actor;
import dev.lifeguard.operations.Operation;
import dev.lifeguard.operations.OperationDesk;
import dev.lifeguard.pool.OneLine;
import dev.lifeguard.pool.PoolId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Enters into the audit what somebody who is known by name, but may not, tried to do to a pool. */
final class Attempts {

    private static final Pattern ORDER = Pattern.compile("/api/pools/([a-z0-9-]*-[0-9a-f]{6})/(" + Stream.of(Operation.values())
            .map(Attempts::address)
            .collect(Collectors.joining("|")) + ")");

    private final OperationDesk desk;

    Attempts(OperationDesk desk) {
        this.desk = desk;
    }

    /** The last part of the address that it is ordered at. */
    private static String address(Operation operation) {
        return operation == Operation.GOVERN ? "sizing" : operation.word();
    }

    private static Operation operation(String address) {
        return Stream.of(Operation.values()).filter(each -> address(each).equals(address)).findFirst().orElseThrow();
    }

    /** @param path below the context, as it was sent; of something else than an operation nothing is entered */
    void refused(String user, String path, String why) {
        Matcher order = ORDER.matcher(path);
        if (order.matches()) {
            desk.refuse(
                    new Actor(Actor.Kind.OPERATOR, OneLine.of(user)),
                    new PoolId(order.group(1)),
                    operation(order.group(2)),
                    why);
        }
    }
}
