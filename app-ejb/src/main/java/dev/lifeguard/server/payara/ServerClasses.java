package dev.lifeguard.server.payara;

import dev.lifeguard.server.UnsupportedServerException;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle.AccessMode;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Finds Payara's classes and what is used of them. All of it is found before the first use, so that a server which differs from the one
 * we know is refused at once, by the name of what is missing, and not in the middle of the work.
 */
final class ServerClasses {

    private final ClassLoader loader;
    private final String product;

    /** @param product for people, in what is said when something is missing */
    ServerClasses(ClassLoader loader, String product) {
        this.loader = loader;
        this.product = product;
    }

    Class<?> find(String name) {
        return find(name, loader);
    }

    /** For a class that Payara does not show to applications: as the given one, its neighbour, sees it. */
    Class<?> findBeside(Class<?> neighbour, String name) {
        return find(name, neighbour.getClassLoader());
    }

    private Class<?> find(String name, ClassLoader loader) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            throw differs("no class " + name, e);
        }
    }

    boolean has(String name) {
        try {
            Class.forName(name, false, loader);
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            // One that lacks a class it is made of is not there either.
            return false;
        }
    }

    ServerCall method(Class<?> owner, Class<?> result, String name, Class<?>... parameters) {
        return new ServerCall(owner.getSimpleName() + "." + name, handle(owner, result, name, parameters));
    }

    /** A getter that is called so often that it has to be compiled into its callers. */
    Function<Object, Object> getter(Class<?> owner, Class<?> result, String name) {
        return lambda(Function.class, "apply", MethodType.genericMethodType(1), handle(owner, result, name));
    }

    /** The same of a number. */
    ToLongFunction<Object> longGetter(Class<?> owner, String name) {
        MethodType signature = MethodType.methodType(long.class, Object.class);
        return lambda(ToLongFunction.class, "applyAsLong", signature, handle(owner, long.class, name));
    }

    /** As {@code owner::name} would be, could the owner be named when this is compiled. */
    @SuppressWarnings("unchecked")
    private <T> T lambda(Class<? super T> type, String function, MethodType signature, MethodHandle getter) {
        try {
            return (T) LambdaMetafactory.metafactory(
                    MethodHandles.lookup(), function, MethodType.methodType(type), signature, getter, getter.type()).getTarget().invoke();
        } catch (Throwable e) {
            throw differs("nothing can call " + getter, e);
        }
    }

    private MethodHandle handle(Class<?> owner, Class<?> result, String name, Class<?>... parameters) {
        String signature = result.getSimpleName() + " " + owner.getName() + "." + name + Arrays.toString(parameters);
        try {
            Method method = owner.getMethod(name, parameters);
            if (method.getReturnType() != result) {
                throw differs(signature + " returns " + method.getReturnType().getName(), null);
            }
            return MethodHandles.publicLookup().unreflect(method);
        } catch (ReflectiveOperationException | LinkageError e) {
            throw differs("no " + signature, e);
        }
    }

    /** A method that is not public. */
    ServerCall inner(Class<?> owner, Class<?> result, String name) {
        try {
            return new ServerCall(owner.getSimpleName() + "." + name, MethodHandles.privateLookupIn(owner, MethodHandles.lookup())
                    .findVirtual(owner, name, MethodType.methodType(result)));
        } catch (ReflectiveOperationException | LinkageError e) {
            throw differs("no " + result.getSimpleName() + " " + owner.getName() + "." + name + "[] that can be called", e);
        }
    }

    ServerCall constructor(Class<?> owner, Class<?>... parameters) {
        try {
            Constructor<?> constructor = owner.getConstructor(parameters);
            return new ServerCall("new " + owner.getSimpleName(), MethodHandles.publicLookup().unreflectConstructor(constructor));
        } catch (ReflectiveOperationException | LinkageError e) {
            throw differs("no constructor of " + owner.getName() + Arrays.toString(parameters), e);
        }
    }

    /** Reads a field that is not public. */
    ServerCall field(Class<?> owner, Class<?> type, String name) {
        return variable(owner, type, name, AccessMode.GET);
    }

    /** Sets a field that is not public, given its owner, what it is expected to hold and what it shall hold; whether it did. */
    ServerCall compareAndSet(Class<?> owner, Class<?> type, String name) {
        return variable(owner, type, name, AccessMode.COMPARE_AND_SET);
    }

    /** Sets a field that is not public, even a final one, given its owner and the value. */
    ServerCall assignment(Class<?> owner, Class<?> type, String name) {
        try {
            Field field = declared(owner, type, name);
            field.setAccessible(true);
            return new ServerCall(owner.getSimpleName() + "." + name, MethodHandles.lookup().unreflectSetter(field));
        } catch (ReflectiveOperationException | InaccessibleObjectException | LinkageError e) {
            throw differs("no field " + owner.getName() + "." + name + " that can be set", e);
        }
    }

    private ServerCall variable(Class<?> owner, Class<?> type, String name, AccessMode mode) {
        try {
            Field field = declared(owner, type, name);
            return new ServerCall(owner.getSimpleName() + "." + name,
                    MethodHandles.privateLookupIn(owner, MethodHandles.lookup()).unreflectVarHandle(field).toMethodHandle(mode));
        } catch (ReflectiveOperationException | LinkageError e) {
            throw differs("no field " + owner.getName() + "." + name + " that can be read", e);
        }
    }

    private Field declared(Class<?> owner, Class<?> type, String name) throws NoSuchFieldException {
        Field field = owner.getDeclaredField(name);
        if (!type.isAssignableFrom(field.getType())) {
            throw differs("field " + owner.getName() + "." + name + " is a " + field.getType().getName(), null);
        }
        return field;
    }

    private UnsupportedServerException differs(String what, Throwable cause) {
        return new UnsupportedServerException(product + " is not as known: " + what, cause);
    }
}
