package dev.lifeguard.server.liberty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lifeguard.server.UnsupportedServerException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HookedServerTest {

    private final Set<Object> transformers = new HashSet<>();
    private final BiConsumer<?, ?>[] receivers = new BiConsumer<?, ?>[PoolEvent.values().length];
    private Class<?> poolManager;
    private int attempts;
    private int read;

    @BeforeEach
    void load() throws ClassNotFoundException {
        ClassLoader server = new Server();
        poolManager = server.loadClass(HookedMethod.POOL_MANAGER.replace('/', '.'));
    }

    @Test
    void aVirtualMachineThatFailsAtItIsLeftAsItWas() {
        assertThatExceptionOfType(UnsupportedServerException.class)
                .isThrownBy(() -> HookedServer.hook(failing(), poolManager, receivers))
                .withRootCauseInstanceOf(InternalError.class);
        assertThat(attempts).as("to change the classes, and to change them back").isEqualTo(2);
        assertThat(transformers).isEmpty();
        assertThat(Bridge.isOpen(poolManager)).isFalse();
    }

    @Test
    void whileAnotherOneListensNoCodeIsRead() {
        assertThat(Bridge.isOpen(poolManager)).isFalse();
        assertThat(Bridge.beside(poolManager).open(receivers)).isTrue();
        assertThat(HookedServer.hook(failing(), poolManager, receivers)).isEmpty();
        assertThat(read).isZero();
        assertThat(attempts).isZero();
    }

    /** Of a virtual machine that keeps its classes as they are. */
    private Instrumentation failing() {
        return (Instrumentation) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Instrumentation.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "addTransformer" -> {
                        transformers.add(arguments[0]);
                        yield null;
                    }
                    case "removeTransformer" -> transformers.remove(arguments[0]);
                    case "retransformClasses" -> {
                        attempts++;
                        throw new InternalError("class redefinition failed");
                    }
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    /** Has the server's classes to itself, and counts how often their code is read. */
    private final class Server extends ClassLoader {

        Server() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            try (InputStream code = code(name.replace('.', '/') + ".class")) {
                if (code == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = code.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }

        @Override
        public InputStream getResourceAsStream(String file) {
            read++;
            return code(file);
        }

        private InputStream code(String file) {
            return HookedServerTest.class.getResourceAsStream("/" + file);
        }
    }
}
