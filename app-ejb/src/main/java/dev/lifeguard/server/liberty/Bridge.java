package dev.lifeguard.server.liberty;

import dev.lifeguard.server.UnsupportedServerException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
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
 *     public static volatile Throwable failure;
 *
 *     public static void told(Object subject, Object pool, int event) {
 *         BiConsumer[] current = receivers;
 *         if (current != null) {
 *             try {
 *                 current[event].accept(pool, subject);
 *             } catch (Throwable e) {
 *                 failure = e;
 *             }
 *         }
 *     }
 * }
 * </pre>
 */
final class Bridge {

    static final String NAME = HookedMethod.PACKAGE + "LifeguardBridge";
    static final String TOLD = "told";
    static final String TOLD_DESCRIPTOR = "(Ljava/lang/Object;Ljava/lang/Object;I)V";

    private static final String RECEIVERS = "receivers";
    private static final String FAILURE = "failure";
    private static final String RECEIVER = Type.getInternalName(BiConsumer.class);
    private static final String THROWABLE = Type.getInternalName(Throwable.class);

    private final VarHandle receivers;
    private final VarHandle failure;

    private Bridge(Class<?> bridge) throws ReflectiveOperationException {
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        receivers = lookup.findStaticVarHandle(bridge, RECEIVERS, BiConsumer[].class);
        failure = lookup.findStaticVarHandle(bridge, FAILURE, Throwable.class);
        // What the hooks call: an error here, not in the server.
        lookup.findStatic(bridge, TOLD, MethodType.methodType(void.class, Object.class, Object.class, int.class));
    }

    /**
     * Finds it, or makes it.
     *
     * @throws UnsupportedServerException if the server does not let us, or has one of another form
     */
    static Bridge beside(Class<?> poolManager) {
        try {
            return new Bridge(find(poolManager));
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new UnsupportedServerException("Nothing can be put beside " + poolManager.getName() + ": " + e, e);
        }
    }

    private static Class<?> find(Class<?> poolManager) throws ReflectiveOperationException {
        try {
            return Class.forName(NAME.replace('/', '.'), true, poolManager.getClassLoader());
        } catch (ClassNotFoundException e) {
            return MethodHandles.privateLookupIn(poolManager, MethodHandles.lookup()).defineClass(bytes());
        }
    }

    /** @return false if somebody else listens */
    boolean open(BiConsumer<?, ?>[] ours) {
        return receivers.compareAndSet((BiConsumer<?, ?>[]) null, ours);
    }

    /** Nobody is told anything from now on. */
    void close() {
        receivers.setVolatile((BiConsumer<?, ?>[]) null);
        takeFailure();
    }

    /** What a receiver threw since this was last asked, which never reaches the server; null for nothing. */
    Throwable takeFailure() {
        return (Throwable) failure.getAndSet((Throwable) null);
    }

    private static byte[] bytes() {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(Opcodes.V1_8, Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL, NAME, null, Type.getInternalName(Object.class), null);
        int field = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC | Opcodes.ACC_VOLATILE;
        String array = Type.getDescriptor(BiConsumer[].class);
        writer.visitField(field, RECEIVERS, array, null, null).visitEnd();
        writer.visitField(field, FAILURE, Type.getDescriptor(Throwable.class), null, null).visitEnd();

        MethodVisitor told = writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, TOLD, TOLD_DESCRIPTOR, null, null);
        Label begin = new Label();
        Label end = new Label();
        Label handler = new Label();
        Label nobody = new Label();
        told.visitCode();
        told.visitTryCatchBlock(begin, end, handler, THROWABLE);
        told.visitFieldInsn(Opcodes.GETSTATIC, NAME, RECEIVERS, array);
        told.visitVarInsn(Opcodes.ASTORE, 3);
        told.visitVarInsn(Opcodes.ALOAD, 3);
        told.visitJumpInsn(Opcodes.IFNULL, nobody);
        told.visitLabel(begin);
        told.visitVarInsn(Opcodes.ALOAD, 3);
        told.visitVarInsn(Opcodes.ILOAD, 2);
        told.visitInsn(Opcodes.AALOAD);
        told.visitVarInsn(Opcodes.ALOAD, 1);
        told.visitVarInsn(Opcodes.ALOAD, 0);
        told.visitMethodInsn(Opcodes.INVOKEINTERFACE, RECEIVER, "accept", "(Ljava/lang/Object;Ljava/lang/Object;)V", true);
        told.visitLabel(end);
        told.visitInsn(Opcodes.RETURN);
        told.visitLabel(handler);
        told.visitFrame(Opcodes.F_FULL, 0, null, 1, new Object[] {THROWABLE});
        told.visitFieldInsn(Opcodes.PUTSTATIC, NAME, FAILURE, Type.getDescriptor(Throwable.class));
        told.visitInsn(Opcodes.RETURN);
        told.visitLabel(nobody);
        told.visitFrame(Opcodes.F_FULL, 0, null, 0, null);
        told.visitInsn(Opcodes.RETURN);
        told.visitMaxs(0, 0);
        told.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }
}
