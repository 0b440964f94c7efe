package dev.lifeguard.server.liberty;

import dev.lifeguard.server.UnsupportedServerException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The hooks in the server's classes, from when they are put in until they are taken out. The virtual machine verifies what we make of a
 * class before it takes it, and keeps the old one if it finds fault; the classes' other transformers, those of the server's own monitoring,
 * are asked again each time and go on working.
 */
final class HookedServer implements AutoCloseable {

    private final Instrumentation instrumentation;
    private final Class<?> poolManager;
    private final Class<?>[] classes;
    private final Bridge bridge;
    private final Transformer transformer = new Transformer();

    private HookedServer(Instrumentation instrumentation, Class<?> poolManager) {
        this.instrumentation = instrumentation;
        this.poolManager = poolManager;
        this.classes = hookedClasses(poolManager.getClassLoader()).toArray(Class<?>[]::new);
        this.bridge = Bridge.beside(poolManager);
    }

    /**
     * Puts the hooks in.
     *
     * @param poolManager the class of the server's pools
     * @param receivers told of each event, in the order of {@link PoolEvent}
     * @return empty if another application has its own in
     * @throws UnsupportedServerException if the server's classes are not as known, or cannot be changed; they are as before
     */
    static Optional<HookedServer> hook(Instrumentation instrumentation, Class<?> poolManager, BiConsumer<?, ?>[] receivers) {
        // Asked again and again while another has its own in: before all that takes time.
        if (Bridge.isOpen(poolManager)) {
            return Optional.empty();
        }
        HookedServer hooked = new HookedServer(instrumentation, poolManager);
        if (!hooked.bridge.open(receivers)) {
            return Optional.empty();
        }
        try {
            hooked.open();
            return Optional.of(hooked);
        } catch (UnsupportedServerException e) {
            try {
                hooked.close();
            } catch (UnsupportedServerException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    /** Found, and checked against the code that they were loaded from. */
    private static List<Class<?>> hookedClasses(ClassLoader server) {
        List<Class<?>> found = new ArrayList<>();
        for (String name : List.of(HookedMethod.POOL_MANAGER, HookedMethod.FREE_POOL, HookedMethod.WRAPPER)) {
            try (InputStream code = server.getResourceAsStream(name + ".class")) {
                if (code == null) {
                    throw new UnsupportedServerException("Open Liberty does not tell the code of its class " + name, null);
                }
                HookedClass.of(name, code.readAllBytes());
                found.add(Class.forName(name.replace('/', '.'), false, server));
            } catch (IOException | ClassNotFoundException e) {
                throw new UnsupportedServerException("Open Liberty's class " + name + " cannot be had: " + e, e);
            }
        }
        return found;
    }

    private void open() {
        try {
            instrumentation.addTransformer(transformer, true);
            instrumentation.retransformClasses(classes);
        } catch (Throwable e) {
            // The virtual machine says by an InternalError that it fails at it.
            throw new UnsupportedServerException("Open Liberty's pools cannot be made to tell of their borrows: " + e, e);
        }
        if (transformer.failure != null) {
            throw transformer.failure;
        }
        if (!transformer.done.containsAll(List.of(classes))) {
            throw new UnsupportedServerException("Open Liberty kept its pools from telling of their borrows", null);
        }
    }

    /** Whether the hooks are in this very class: the server loads its classes anew when its features change. */
    boolean isOf(Class<?> otherPoolManager) {
        return poolManager == otherPoolManager;
    }

    /**
     * Takes the hooks out again; nobody is told anything from then on.
     *
     * @throws UnsupportedServerException if the classes cannot be given their own code back; all else is done
     */
    @Override
    public void close() {
        bridge.close();
        try {
            instrumentation.removeTransformer(transformer);
            instrumentation.retransformClasses(classes);
        } catch (Throwable e) {
            // They tell nobody, as the bridge is closed.
            throw new UnsupportedServerException("Open Liberty's pools cannot be given their own code back: " + e, e);
        }
    }

    private final class Transformer implements ClassFileTransformer {

        private final Set<Class<?>> done = new HashSet<>();
        private UnsupportedServerException failure;

        /** Called for every class that is loaded anywhere, but meant for three. */
        @Override
        public byte[] transform(ClassLoader loader, String name, Class<?> type, ProtectionDomain domain, byte[] code) {
            if (type == null || !List.of(classes).contains(type)) {
                return null;
            }
            try {
                byte[] hooked = HookedClass.of(name, code);
                done.add(type);
                return hooked;
            } catch (UnsupportedServerException e) {
                failure = e;
                return null;
            }
        }
    }
}
