package dev.lifeguard.server.payara;

import dev.lifeguard.server.PoolAccessException;
import java.lang.invoke.MethodHandle;

/** One method or field of Payara's, found and checked beforehand. */
final class ServerCall {

    private final String name;
    private final MethodHandle handle;

    /** @param name for people, where a call fails */
    ServerCall(String name, MethodHandle handle) {
        this.name = name;
        MethodHandle untyped = handle.asFixedArity().asType(handle.type().generic());
        this.handle = untyped.asSpreader(Object[].class, untyped.type().parameterCount());
    }

    /**
     * @param arguments the receiver first, if there is one
     * @throws PoolAccessException with category {@code UNREADABLE} if Payara throws
     */
    Object of(Object... arguments) {
        try {
            return (Object) handle.invokeExact(arguments);
        } catch (Throwable e) {
            throw PoolAccessException.unreadable("Payara failed at " + name, e);
        }
    }

    int number(Object... arguments) {
        return (int) of(arguments);
    }

    String text(Object... arguments) {
        return (String) of(arguments);
    }

    @Override
    public String toString() {
        return name;
    }
}
