package dev.lifeguard.server.liberty;

import dev.lifeguard.server.PoolAccessException;
import dev.lifeguard.server.UnsupportedServerException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.util.function.Supplier;

/** Tells the application that runs in the calling thread, which the server keeps with the thread. */
final class RunningApplication implements Supplier<String> {

    private static final String ACCESSOR = "com.ibm.ws.threadContext.ComponentMetaDataAccessorImpl";
    private static final String META_DATA = "com.ibm.ws.runtime.metadata.";
    /** A power of two. */
    private static final int PLACES = 64;

    private final MethodHandle component;
    private final MethodHandle module;
    private final MethodHandle application;
    private final MethodHandle name;
    /** So that most are asked once and not at every borrow; each in its place by its identity, as long as it is there. */
    private final Seen[] seen = new Seen[PLACES];

    /** Does not keep an application from being collected. */
    private record Seen(WeakReference<Object> component, String application) {}

    private RunningApplication(ClassLoader server) throws ReflectiveOperationException {
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        Class<?> accessor = server.loadClass(ACCESSOR);
        Class<?> componentMetaData = server.loadClass(META_DATA + "ComponentMetaData");
        Class<?> moduleMetaData = server.loadClass(META_DATA + "ModuleMetaData");
        Class<?> applicationMetaData = server.loadClass(META_DATA + "ApplicationMetaData");
        component = lookup.findVirtual(accessor, "getComponentMetaData", MethodType.methodType(componentMetaData))
                .bindTo(accessor.getMethod("getComponentMetaDataAccessor").invoke(null))
                .asType(MethodType.methodType(Object.class));
        module = getter(lookup, componentMetaData, "getModuleMetaData", moduleMetaData);
        application = getter(lookup, moduleMetaData, "getApplicationMetaData", applicationMetaData);
        name = getter(lookup, applicationMetaData, "getName", String.class);
    }

    private static MethodHandle getter(MethodHandles.Lookup lookup, Class<?> owner, String method, Class<?> result)
            throws ReflectiveOperationException {
        return lookup.findVirtual(owner, method, MethodType.methodType(result))
                .asType(MethodType.methodType(Object.class, Object.class));
    }

    /**
     * @param poolManager a class of the server that sees the others
     * @throws UnsupportedServerException if the server keeps it otherwise
     */
    static RunningApplication seenFrom(Class<?> poolManager) {
        try {
            return new RunningApplication(poolManager.getClassLoader());
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new UnsupportedServerException("Open Liberty tells otherwise which application runs in a thread: " + e, e);
        }
    }

    /** Its name; null if none runs. */
    @Override
    public String get() {
        try {
            Object current = (Object) component.invokeExact();
            if (current == null) {
                return null;
            }
            int place = System.identityHashCode(current) & PLACES - 1;
            Seen known = seen[place];
            if (known != null && known.component.refersTo(current)) {
                return known.application;
            }
            String application = application(current);
            // One that is there keeps its place: two that took turns would make garbage at every borrow.
            if (known == null || known.component.refersTo(null)) {
                seen[place] = new Seen(new WeakReference<>(current), application);
            }
            return application;
        } catch (Throwable e) {
            throw PoolAccessException.unreadable("Open Liberty does not tell which application runs here", e);
        }
    }

    private String application(Object ofComponent) throws Throwable {
        Object current = (Object) module.invokeExact(ofComponent);
        current = current == null ? null : (Object) application.invokeExact(current);
        return current == null ? null : (String) (Object) name.invokeExact(current);
    }
}
