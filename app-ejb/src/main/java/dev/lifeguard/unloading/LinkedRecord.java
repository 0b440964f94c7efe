package dev.lifeguard.unloading;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.runtime.ObjectMethods;
import java.util.Map;

/**
 * The record whose {@code equals}, {@code hashCode} or {@code toString} the JVM linked last. Java 17 keeps its class, and those of its
 * components, in handles of its own until another takes their place; Java 25 keeps them softly.
 */
final class LinkedRecord {

    private static final Class<?> OTHER = String.class;
    private static final Map<String, MethodType> METHODS = Map.of(
            "equals", MethodType.methodType(boolean.class, OTHER, Object.class),
            "hashCode", MethodType.methodType(int.class, OTHER),
            "toString", MethodType.methodType(String.class, OTHER));

    private LinkedRecord() {}

    /** Has the JVM link one as if a class of its own were a record. */
    static void displace() {
        MethodHandle component = MethodHandles.identity(OTHER);
        METHODS.forEach((name, type) -> {
            try {
                ObjectMethods.bootstrap(MethodHandles.lookup(), name, type, OTHER, "itself", component);
            } catch (Throwable e) {
                throw new IllegalStateException("The JDK does not link " + name + " of a record", e);
            }
        });
    }
}
