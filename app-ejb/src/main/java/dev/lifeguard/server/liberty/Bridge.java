package dev.lifeguard.server.liberty;

import dev.lifeguard.server.UnsupportedServerException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * A class beside the server's pool manager that its hooks can call: they see no class of an application. It has nothing but JDK types in
 * its fields and stays behind, empty, when we go; the next one finds it again.
 *
 * <pre>
 * public final class LifeguardBridge {
 *     public static volatile BiConsumer[] receivers;
 *
 *     public static void requested(Object subject, Object pool) {
 *         BiConsumer[] current = receivers;
 *         if (current != null) {
 *             try {
 *                 current[REQUESTED].accept(pool, subject);
 *             } catch (Throwable e) {
 *                 try {
 *                     current[UNHEARD].accept(pool, e);
 *                 } catch (Throwable again) {
 *                     // The server's own work goes ahead in any case.
 *                 }
 *             }
 *         }
 *     }
 * }
 * </pre>
 *
 * <p>and so on: one method for each event, so that the compiler sees only one receiver in each and can put its code in the place of the call.
 */
final class Bridge {

    static final String NAME = HookedMethod.PACKAGE + "LifeguardBridge";
    static final String DESCRIPTOR = "(Ljava/lang/Object;Ljava/lang/Object;)V";

    private static final String RECEIVERS = "receivers";
    private static final String RECEIVER = Type.getInternalName(BiConsumer.class);
    private static final String THROWABLE = Type.getInternalName(Throwable.class);

    private final VarHandle receivers;

    /** @throws UnsupportedServerException if it has another form */
    private Bridge(Class<?> bridge) {
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            receivers = lookup.findStaticVarHandle(bridge, RECEIVERS, BiConsumer[].class);
            // What the hooks call: an error here, not in the server.
            for (PoolEvent event : PoolEvent.values()) {
                lookup.findStatic(bridge, method(event), MethodType.methodType(void.class, Object.class, Object.class));
            }
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new UnsupportedServerException("What is called " + bridge.getName() + " is not what we put there: " + e, e);
        }
    }

    /** The name of the method by which hooks tell of an event. */
    static String method(PoolEvent event) {
        return event.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Finds it, or makes it.
     *
     * @throws UnsupportedServerException if the server does not let us, or has one of another form
     */
    static Bridge beside(Class<?> poolManager) {
        return new Bridge(find(poolManager).orElseGet(() -> define(poolManager)));
    }

    /** Whether somebody listens already. Makes none. */
    static boolean isOpen(Class<?> poolManager) {
        return find(poolManager).filter(bridge -> (Object) new Bridge(bridge).receivers.getVolatile() != null).isPresent();
    }

    private static Optional<Class<?>> find(Class<?> poolManager) {
        try {
            return Optional.of(Class.forName(NAME.replace('/', '.'), true, poolManager.getClassLoader()));
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }

    private static Class<?> define(Class<?> poolManager) {
        try {
            return MethodHandles.privateLookupIn(poolManager, MethodHandles.lookup()).defineClass(bytes());
        } catch (IllegalAccessException | LinkageError e) {
            throw new UnsupportedServerException("Nothing can be put beside " + poolManager.getName() + ": " + e, e);
        }
    }

    /** @return false if somebody else listens */
    boolean open(BiConsumer<?, ?>[] ours) {
        return receivers.compareAndSet((BiConsumer<?, ?>[]) null, ours);
    }

    /** Nobody is told anything from now on. */
    void close() {
        receivers.setVolatile((BiConsumer<?, ?>[]) null);
    }

    private static byte[] bytes() {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(Opcodes.V1_8, Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL, NAME, null, Type.getInternalName(Object.class), null);
        int field = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC | Opcodes.ACC_VOLATILE;
        String array = Type.getDescriptor(BiConsumer[].class);
        writer.visitField(field, RECEIVERS, array, null, null).visitEnd();

        for (PoolEvent event : PoolEvent.values()) {
            tell(event, writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, method(event), DESCRIPTOR, null, null));
        }
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static void tell(PoolEvent event, MethodVisitor code) {
        String array = Type.getDescriptor(BiConsumer[].class);
        Label begin = new Label();
        Label end = new Label();
        Label thrown = new Label();
        Label told = new Label();
        Label thrownAgain = new Label();
        Label nobody = new Label();
        code.visitCode();
        code.visitTryCatchBlock(begin, end, thrown, THROWABLE);
        code.visitTryCatchBlock(thrown, told, thrownAgain, THROWABLE);
        code.visitFieldInsn(Opcodes.GETSTATIC, NAME, RECEIVERS, array);
        code.visitVarInsn(Opcodes.ASTORE, 2);
        code.visitVarInsn(Opcodes.ALOAD, 2);
        code.visitJumpInsn(Opcodes.IFNULL, nobody);
        code.visitLabel(begin);
        accept(event, code);
        code.visitLabel(end);
        code.visitInsn(Opcodes.RETURN);
        code.visitLabel(thrown);
        Object[] locals = {"java/lang/Object", "java/lang/Object", array};
        code.visitFrame(Opcodes.F_FULL, locals.length, locals, 1, new Object[] {THROWABLE});
        code.visitVarInsn(Opcodes.ASTORE, 0);
        accept(PoolEvent.UNHEARD, code);
        code.visitLabel(told);
        code.visitInsn(Opcodes.RETURN);
        code.visitLabel(thrownAgain);
        code.visitFrame(Opcodes.F_FULL, 0, null, 1, new Object[] {THROWABLE});
        code.visitInsn(Opcodes.RETURN);
        code.visitLabel(nobody);
        code.visitFrame(Opcodes.F_FULL, 0, null, 0, null);
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    /** Of the event's receiver, with what the method was given. */
    private static void accept(PoolEvent event, MethodVisitor code) {
        code.visitVarInsn(Opcodes.ALOAD, 2);
        code.visitIntInsn(Opcodes.BIPUSH, event.ordinal());
        code.visitInsn(Opcodes.AALOAD);
        code.visitVarInsn(Opcodes.ALOAD, 1);
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitMethodInsn(Opcodes.INVOKEINTERFACE, RECEIVER, "accept", "(Ljava/lang/Object;Ljava/lang/Object;)V", true);
    }
}
