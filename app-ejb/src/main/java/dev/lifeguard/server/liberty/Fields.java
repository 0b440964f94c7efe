package dev.lifeguard.server.liberty;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.lang.reflect.Method;

/** Finds the fields and methods of the server's classes, by name and type. */
final class Fields {

    private Fields() {}

    /** The class, or the one above it, that declares the field. */
    static Class<?> declaring(Class<?> type, String field) throws NoSuchFieldException {
        for (Class<?> candidate = type; candidate != null; candidate = candidate.getSuperclass()) {
            for (var declared : candidate.getDeclaredFields()) {
                if (declared.getName().equals(field)) {
                    return candidate;
                }
            }
        }
        throw new NoSuchFieldException(type.getName() + " has no field " + field);
    }

    /**
     * Reads the field of the class, or of one above it, as if it were volatile: the threads that write it share no lock with us.
     *
     * @return from any {@code Object} to the expected class
     */
    static MethodHandle getter(Class<?> type, String name, Class<?> expected) throws ReflectiveOperationException {
        Class<?> owner = declaring(type, name);
        Class<?> actual = owner.getDeclaredField(name).getType();
        if (!expected.isAssignableFrom(actual)) {
            throw new NoSuchFieldException(owner.getName() + "." + name + " is no " + expected.getName() + ", but " + actual.getName());
        }
        VarHandle field = MethodHandles.privateLookupIn(owner, MethodHandles.lookup()).findVarHandle(owner, name, actual);
        return field.toMethodHandle(VarHandle.AccessMode.GET_VOLATILE).asType(MethodType.methodType(expected, Object.class));
    }

    /** The method that the class itself declares, whoever may call it. */
    static Method method(Class<?> type, String name, Class<?> result, Class<?>... parameters) throws NoSuchMethodException {
        Method method = type.getDeclaredMethod(name, parameters);
        if (method.getReturnType() != result) {
            throw new NoSuchMethodException(method + " does not return " + result.getName());
        }
        method.setAccessible(true);
        return method;
    }

    /** What the field of the object holds now; slow. */
    static Object value(Object owner, String name) throws ReflectiveOperationException {
        Field field = declaring(owner.getClass(), name).getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
    }
}
