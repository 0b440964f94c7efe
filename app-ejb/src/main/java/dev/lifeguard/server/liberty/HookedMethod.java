package dev.lifeguard.server.liberty;

import java.util.List;
import java.util.Optional;

/**
 * A method of the server that is made to tell of events. Most of them are those at which the server's own monitoring looks, some were made
 * for nothing else, so that they are the least likely to change.
 *
 * <p>The subject of an event is the wrapper where the method is one of the wrapper's; in a method that returns a wrapper, it is what is
 * returned or thrown, and there is none at its beginning.
 *
 * @param name as it is found exactly once in the class
 * @param result the descriptor of what it returns
 * @param pool the field of {@code this} that holds the pool manager; empty if it is {@code this} itself
 * @param entered told first; empty for nothing
 * @param returned told last
 * @param thrown told when it ends by a {@code Throwable}; empty for nothing
 */
record HookedMethod(
        String name, String result, Optional<String> pool, Optional<PoolEvent> entered, PoolEvent returned, Optional<PoolEvent> thrown) {

    static final String PACKAGE = "com/ibm/ejs/j2c/";
    static final String POOL_MANAGER = PACKAGE + "PoolManager";
    static final String FREE_POOL = PACKAGE + "FreePool";
    static final String WRAPPER = PACKAGE + "MCWrapper";

    private static final String RETURNED_WRAPPER = "Lcom/ibm/ws/j2c/MCWrapper;";
    private static final Optional<String> OF_FIELD = Optional.of("pm");

    /** The methods of a class that are hooked. */
    static List<HookedMethod> of(String className) {
        return switch (className) {
            case POOL_MANAGER -> List.of(
                    new HookedMethod("reserve", RETURNED_WRAPPER, Optional.empty(),
                            Optional.of(PoolEvent.REQUESTED), PoolEvent.RESERVED, Optional.of(PoolEvent.FAILED)));
            case FREE_POOL -> List.of(
                    new HookedMethod("queueRequest", "V", OF_FIELD,
                            Optional.of(PoolEvent.QUEUED), PoolEvent.DEQUEUED, Optional.of(PoolEvent.DEQUEUED)),
                    new HookedMethod("createManagedConnectionWithMCWrapper", RETURNED_WRAPPER, OF_FIELD,
                            Optional.of(PoolEvent.OPENING), PoolEvent.OPENED, Optional.of(PoolEvent.NOT_OPENED)));
            case WRAPPER -> List.of(
                    new HookedMethod("markInUse", "V", OF_FIELD, Optional.empty(), PoolEvent.TAKEN, Optional.empty()),
                    new HookedMethod("isAlreadyBeingReleased", "Z", OF_FIELD, Optional.empty(), PoolEvent.RETURNING, Optional.empty()),
                    new HookedMethod("isNotAlreadyFreeActive", "V", OF_FIELD, Optional.empty(), PoolEvent.RETURNED, Optional.empty()),
                    new HookedMethod("destroy", "V", OF_FIELD, Optional.empty(), PoolEvent.CLOSED, Optional.of(PoolEvent.CLOSED)));
            default -> throw new IllegalArgumentException("Nothing of " + className + " is hooked");
        };
    }
}
