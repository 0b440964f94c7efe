package dev.lifeguard.server.liberty;

import dev.lifeguard.server.PoolAccessException;
import dev.lifeguard.server.UnsupportedServerException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The server's OSGi service registry, which an application does not see: reached through the class loader of the application, whose own
 * class comes from a bundle of the server.
 */
final class ServiceRegistry implements Services {

    private static final String APPLICATION_LOADERS = "com.ibm.ws.classloading.";

    private final MethodHandle getAllServiceReferences;
    private final MethodHandle getService;
    private final MethodHandle ungetService;
    private final MethodHandle getPropertyKeys;
    private final MethodHandle getProperty;
    private final MethodHandle getBundle;
    private final MethodHandle getUsingBundles;

    private ServiceRegistry(ClassLoader bundleLoader) throws ReflectiveOperationException {
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        ClassLoader framework = bundleLoader.getClass().getClassLoader();
        Class<?> bundleReference = framework.loadClass("org.osgi.framework.BundleReference");
        Class<?> bundle = framework.loadClass("org.osgi.framework.Bundle");
        Class<?> context = framework.loadClass("org.osgi.framework.BundleContext");
        Class<?> reference = framework.loadClass("org.osgi.framework.ServiceReference");
        Object ourContext = context(lookup, bundleLoader, bundleReference, bundle, context);

        getAllServiceReferences = lookup
                .findVirtual(context, "getAllServiceReferences", MethodType.methodType(reference.arrayType(), String.class, String.class))
                .bindTo(ourContext)
                .asType(MethodType.methodType(Object[].class, String.class, String.class));
        getService = lookup
                .findVirtual(context, "getService", MethodType.methodType(Object.class, reference))
                .bindTo(ourContext)
                .asType(MethodType.methodType(Object.class, Object.class));
        ungetService = lookup
                .findVirtual(context, "ungetService", MethodType.methodType(boolean.class, reference))
                .bindTo(ourContext)
                .asType(MethodType.methodType(boolean.class, Object.class));
        getPropertyKeys = lookup
                .findVirtual(reference, "getPropertyKeys", MethodType.methodType(String[].class))
                .asType(MethodType.methodType(String[].class, Object.class));
        getProperty = lookup
                .findVirtual(reference, "getProperty", MethodType.methodType(Object.class, String.class))
                .asType(MethodType.methodType(Object.class, Object.class, String.class));
        getBundle = lookup
                .findVirtual(reference, "getBundle", MethodType.methodType(bundle))
                .asType(MethodType.methodType(Object.class, Object.class));
        getUsingBundles = lookup
                .findVirtual(reference, "getUsingBundles", MethodType.methodType(bundle.arrayType()))
                .asType(MethodType.methodType(Object[].class, Object.class));
    }

    /**
     * @param application the class loader of a class of the application
     * @return empty if that is not a class loader of Liberty
     * @throws UnsupportedServerException if it is one, but does not lead to the registry
     */
    static Optional<ServiceRegistry> of(ClassLoader application) {
        for (ClassLoader loader = application; loader != null; loader = loader.getParent()) {
            if (loader.getClass().getName().startsWith(APPLICATION_LOADERS)) {
                try {
                    return Optional.of(new ServiceRegistry(loader.getClass().getClassLoader()));
                } catch (ReflectiveOperationException | LinkageError e) {
                    throw new UnsupportedServerException(
                            "This is Open Liberty, but its OSGi framework cannot be reached as in the versions that we know: " + e, e);
                }
            }
        }
        return Optional.empty();
    }

    private static Object context(MethodHandles.Lookup lookup, ClassLoader bundleLoader, Class<?> bundleReference, Class<?> bundle,
            Class<?> context) throws ReflectiveOperationException {
        MethodHandle toBundle = lookup.findVirtual(bundleReference, "getBundle", MethodType.methodType(bundle));
        MethodHandle toContext = lookup.findVirtual(bundle, "getBundleContext", MethodType.methodType(context));
        try {
            Object found = toContext.invoke(toBundle.invoke(bundleLoader));
            if (found == null) {
                throw new ReflectiveOperationException("the bundle of " + bundleLoader + " is not started");
            }
            return found;
        } catch (ReflectiveOperationException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new ReflectiveOperationException(e);
        }
    }

    @Override
    public List<Object> references(String type, String filter) {
        try {
            Object[] found = (Object[]) getAllServiceReferences.invokeExact(type, filter);
            return found == null ? List.of() : List.of(found);
        } catch (Throwable e) {
            throw unreadable(e);
        }
    }

    @Override
    public Map<String, Object> properties(Object reference) {
        try {
            Map<String, Object> properties = new HashMap<>();
            for (String key : (String[]) getPropertyKeys.invokeExact(reference)) {
                Object value = (Object) getProperty.invokeExact(reference, key);
                if (value != null) {
                    properties.put(key, value);
                }
            }
            return properties;
        } catch (Throwable e) {
            throw unreadable(e);
        }
    }

    @Override
    public boolean isRegistered(Object reference) {
        try {
            return (Object) getBundle.invokeExact(reference) != null;
        } catch (Throwable e) {
            throw unreadable(e);
        }
    }

    @Override
    public boolean isInUse(Object reference) {
        try {
            return (Object[]) getUsingBundles.invokeExact(reference) != null;
        } catch (Throwable e) {
            throw unreadable(e);
        }
    }

    @Override
    public Object getService(Object reference) {
        try {
            return (Object) getService.invokeExact(reference);
        } catch (Throwable e) {
            throw unreadable(e);
        }
    }

    @Override
    public void ungetService(Object reference) {
        try {
            // False if the service went in the meantime: then there is nothing left to give back.
            boolean given = (boolean) ungetService.invokeExact(reference);
        } catch (Throwable e) {
            throw unreadable(e);
        }
    }

    private static PoolAccessException unreadable(Throwable cause) {
        return PoolAccessException.unreadable("Open Liberty's service registry does not answer", cause);
    }
}
