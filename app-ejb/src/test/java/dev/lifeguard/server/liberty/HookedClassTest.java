package dev.lifeguard.server.liberty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lifeguard.server.UnsupportedServerException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/** The virtual machine verifies what we make of each class when it is loaded here, as it does in the server. */
class HookedClassTest {

    private static final String POOL = "L" + HookedMethod.POOL_MANAGER + ";";

    private final List<String> events = new ArrayList<>();
    private final List<Object> subjects = new ArrayList<>();
    private Object pool;
    private Object idle;
    private Bridge bridge;
    private Object unheard;

    @BeforeEach
    void load() throws Exception {
        Class<?> manager = new Hooking().loadClass(HookedMethod.POOL_MANAGER.replace('/', '.'));
        bridge = Bridge.beside(manager);
        pool = manager.getConstructor().newInstance();
        idle = manager.getField("idle").get(pool);
        assertThat(bridge.open(receivers())).isTrue();
    }

    @AfterEach
    void nothingWasThrownInto() {
        assertThat(unheard).isNull();
    }

    private BiConsumer<?, ?>[] receivers() {
        return Stream.of(PoolEvent.values()).map(this::receiver).toArray(BiConsumer<?, ?>[]::new);
    }

    private BiConsumer<Object, Object> receiver(PoolEvent event) {
        return event == PoolEvent.UNHEARD ? (manager, thrown) -> unheard = thrown : (manager, subject) -> {
            assertThat(manager).isSameAs(pool);
            events.add(event.name());
            subjects.add(subject);
        };
    }

    @Test
    void aConnectionThatIsIdleIsTaken() throws Exception {
        assertThat(reserve("take", true)).isSameAs(idle);
        assertThat(events).containsExactly("REQUESTED", "TAKEN", "RESERVED");
        assertThat(subjects).containsExactly(null, idle, idle);
    }

    @Test
    void oneThatIsSharedIsNot() throws Exception {
        assertThat(reserve("share", true)).isSameAs(idle);
        assertThat(events).containsExactly("REQUESTED", "RESERVED");
    }

    @Test
    void aRequestMayQueueMoreThanOnce() throws Exception {
        reserve("queue queue take", true);
        assertThat(events).containsExactly("REQUESTED", "QUEUED", "DEQUEUED", "QUEUED", "DEQUEUED", "TAKEN", "RESERVED");
    }

    @Test
    void aConnectionIsOpened() throws Exception {
        Object opened = reserve("open", true);
        assertThat(opened).isNotSameAs(idle);
        assertThat(events).containsExactly("REQUESTED", "OPENING", "OPENED", "TAKEN", "RESERVED");
        assertThat(subjects).containsExactly(null, null, opened, opened, opened);
    }

    @Test
    void whatIsThrownIsToldAndGoesOn() {
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> reserve("queue fail", true)).withMessage("queue fail7");
        assertThat(events).containsExactly("REQUESTED", "QUEUED", "DEQUEUED", "FAILED");
        assertThat(subjects).last().isInstanceOf(IllegalStateException.class);
    }

    @Test
    void soItIsInTheQueue() {
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> reserve("lost", true));
        assertThat(events).containsExactly("REQUESTED", "QUEUED", "DEQUEUED", "FAILED");
    }

    @Test
    void andWhenAConnectionIsOpened() {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> reserve("open", false)).withMessage("down");
        assertThat(events).containsExactly("REQUESTED", "OPENING", "NOT_OPENED", "FAILED");
    }

    @Test
    void aConnectionIsClosedWellOrNot() throws Exception {
        destroy(true);
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> destroy(false)).withMessage("not well");
        assertThat(events).containsExactly("RETURNING", "RETURNED", "CLOSED", "RETURNING", "RETURNED", "CLOSED");
        assertThat(subjects).containsOnly(idle);
    }

    @Test
    void nobodyElseCanListen() {
        assertThat(bridge.open(receivers())).isFalse();
    }

    @Test
    void closedItTellsNobody() throws Exception {
        bridge.close();
        reserve("queue open", true);
        assertThat(events).isEmpty();
    }

    @Test
    void theNextOneFindsTheSameBridge() throws Exception {
        bridge.close();
        bridge = Bridge.beside(pool.getClass());
        assertThat(bridge.open(receivers())).isTrue();
        reserve("take", true);
        assertThat(events).hasSize(3);
    }

    @Test
    void whatAReceiverThrowsDoesNotReachTheServer() throws Exception {
        Error failure = new StackOverflowError();
        bridge.close();
        BiConsumer<?, ?>[] throwing = Stream.generate(() -> (BiConsumer<Object, Object>) (manager, subject) -> {
            throw failure;
        }).limit(PoolEvent.values().length).toArray(BiConsumer<?, ?>[]::new);
        bridge.open(throwing);
        assertThat(reserve("take", true)).isSameAs(idle);

        throwing[PoolEvent.UNHEARD.ordinal()] = receiver(PoolEvent.UNHEARD);
        assertThat(reserve("take", true)).isSameAs(idle);
        assertThat(unheard).isSameAs(failure);
        unheard = null;
    }

    @Test
    void aMethodThatIsMissingIsNamed() {
        assertUnknown(POOL, 0, List.of("isAlreadyBeingReleased()Z", "isNotAlreadyFreeActive()V", "destroy()V"),
                "it has 0 methods markInUse");
    }

    @Test
    void soIsOneThatIsThereTwice() {
        assertUnknown(POOL, 0,
                List.of("markInUse()V", "markInUse(I)V", "isAlreadyBeingReleased()Z", "isNotAlreadyFreeActive()V", "destroy()V"),
                "it has 2 methods markInUse");
    }

    @Test
    void soIsOneOfAnotherType() {
        assertUnknown(POOL, 0, List.of("markInUse()I"), "it has another markInUse()I");
    }

    @Test
    void soIsOneThatIsStatic() {
        assertUnknown(POOL, Opcodes.ACC_STATIC, List.of("markInUse()V"), "it has another markInUse()V");
    }

    @Test
    void soIsAFieldThatIsMissing() {
        assertUnknown("Ljava/lang/Object;", 0,
                List.of("markInUse()V", "isAlreadyBeingReleased()Z", "isNotAlreadyFreeActive()V", "destroy()V"),
                "it has no field pm of com/ibm/ejs/j2c/PoolManager");
    }

    private static void assertUnknown(String typeOfPool, int access, List<String> methods, String difference) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V1_8, 0, HookedMethod.WRAPPER, null, "java/lang/Object", null);
        writer.visitField(0, "pm", typeOfPool, null, null);
        for (String method : methods) {
            int descriptor = method.indexOf('(');
            writer.visitMethod(access, method.substring(0, descriptor), method.substring(descriptor), null, null);
        }
        assertThatExceptionOfType(UnsupportedServerException.class)
                .isThrownBy(() -> HookedClass.of(HookedMethod.WRAPPER, writer.toByteArray()))
                .withMessage("com.ibm.ejs.j2c.MCWrapper differs from the versions that we know: " + difference);
    }

    private Object reserve(String word, boolean up) throws Exception {
        return call(pool, pool.getClass().getMethod("reserve", String.class, long.class, boolean.class), word, 7L, up);
    }

    private void destroy(boolean well) throws Exception {
        call(idle, idle.getClass().getMethod("destroy", boolean.class), well);
    }

    private static Object call(Object owner, Method method, Object... arguments) throws Exception {
        try {
            return method.invoke(owner, arguments);
        } catch (InvocationTargetException e) {
            throw (Exception) e.getCause();
        }
    }

    /** Loads the stand-ins for the server's classes, hooked, and nothing else by itself. */
    private static final class Hooking extends ClassLoader {

        private static final List<String> HOOKED = List.of(HookedMethod.POOL_MANAGER, HookedMethod.FREE_POOL, HookedMethod.WRAPPER);

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            String internal = name.replace('.', '/');
            if (!HOOKED.contains(internal) || findLoadedClass(name) != null) {
                return super.loadClass(name, resolve);
            }
            try (InputStream code = getResourceAsStream(internal + ".class")) {
                byte[] hooked = HookedClass.of(internal, code.readAllBytes());
                return defineClass(name, hooked, 0, hooked.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
