package dev.lifeguard.server.liberty;

import dev.lifeguard.server.UnsupportedServerException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Writes the hooks into a class of the server: calls of the {@link Bridge} at the beginning and at every end of the hooked methods. Nothing
 * that was there is changed, left out or moved within its method; the only frame added is that of the handler for what is thrown.
 */
final class HookedClass extends ClassVisitor {

    private static final int API = Opcodes.ASM9;
    private static final String POOL_MANAGER = "L" + HookedMethod.POOL_MANAGER + ";";

    private final String name;
    private final Set<String> poolFields = new HashSet<>();
    private final List<HookedMethod> found = new ArrayList<>();

    private HookedClass(String name, ClassWriter writer) {
        super(API, writer);
        this.name = name;
    }

    /**
     * @param name the class by its internal name
     * @param original the bytes of the class, with or without the hooks of others
     * @throws UnsupportedServerException if the class is not as in the versions that we know, naming the first thing that is not
     */
    static byte[] of(String name, byte[] original) {
        ClassReader reader = new ClassReader(original);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        HookedClass hooked = new HookedClass(name, writer);
        reader.accept(hooked, 0);
        hooked.verify();
        return writer.toByteArray();
    }

    @Override
    public FieldVisitor visitField(int access, String field, String descriptor, String signature, Object value) {
        if (descriptor.equals(POOL_MANAGER) && (access & Opcodes.ACC_STATIC) == 0) {
            poolFields.add(field);
        }
        return super.visitField(access, field, descriptor, signature, value);
    }

    @Override
    public MethodVisitor visitMethod(int access, String method, String descriptor, String signature, String[] exceptions) {
        MethodVisitor writer = super.visitMethod(access, method, descriptor, signature, exceptions);
        for (HookedMethod hooked : HookedMethod.of(name)) {
            if (hooked.name().equals(method)) {
                boolean fits = hooked.result().equals(Type.getReturnType(descriptor).getDescriptor())
                        && (access & (Opcodes.ACC_STATIC | Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0;
                if (!fits) {
                    throw unknown("has another " + method + descriptor);
                }
                found.add(hooked);
                return new Hooks(writer, hooked);
            }
        }
        return writer;
    }

    private void verify() {
        for (HookedMethod hooked : HookedMethod.of(name)) {
            int times = (int) found.stream().filter(hooked::equals).count();
            if (times != 1) {
                throw unknown("has " + times + " methods " + hooked.name());
            }
            if (hooked.pool().filter(field -> !poolFields.contains(field)).isPresent()) {
                throw unknown("has no field " + hooked.pool().get() + " of " + HookedMethod.POOL_MANAGER);
            }
        }
    }

    private UnsupportedServerException unknown(String difference) {
        return new UnsupportedServerException(name.replace('/', '.') + " differs from the versions that we know: it " + difference, null);
    }

    /** Those of one method. */
    private final class Hooks extends MethodVisitor {

        private final HookedMethod method;
        private final boolean returnsNoObject;
        private final Label begin = new Label();

        Hooks(MethodVisitor writer, HookedMethod method) {
            super(API, writer);
            this.method = method;
            this.returnsNoObject = !method.result().startsWith("L");
        }

        @Override
        public void visitCode() {
            super.visitCode();
            method.entered().ifPresent(event -> {
                super.visitInsn(Opcodes.ACONST_NULL);
                tell(event);
            });
            super.visitLabel(begin);
        }

        @Override
        public void visitInsn(int opcode) {
            if (opcode == Opcodes.RETURN || opcode == Opcodes.IRETURN || opcode == Opcodes.ARETURN) {
                if (returnsNoObject) {
                    super.visitVarInsn(Opcodes.ALOAD, 0);
                } else {
                    super.visitInsn(Opcodes.DUP);
                }
                tell(method.returned());
            }
            super.visitInsn(opcode);
        }

        @Override
        public void visitVarInsn(int opcode, int variable) {
            if (opcode == Opcodes.ASTORE && variable == 0) {
                throw unknown("puts something else in the place of this in " + method.name());
            }
            super.visitVarInsn(opcode, variable);
        }

        @Override
        public void visitMaxs(int maxStack, int maxLocals) {
            method.thrown().ifPresent(this::handle);
            super.visitMaxs(maxStack, maxLocals);
        }

        /** The handler is the last one of the method, so that it sees only what leaves it. */
        private void handle(PoolEvent event) {
            Label end = new Label();
            super.visitTryCatchBlock(begin, end, end, null);
            super.visitLabel(end);
            // Of the variables nothing is known but this.
            super.visitFrame(Opcodes.F_FULL, 1, new Object[] {name}, 1, new Object[] {"java/lang/Throwable"});
            if (returnsNoObject) {
                super.visitVarInsn(Opcodes.ALOAD, 0);
            } else {
                super.visitInsn(Opcodes.DUP);
            }
            tell(event);
            super.visitInsn(Opcodes.ATHROW);
        }

        /** Takes the subject from the stack. */
        private void tell(PoolEvent event) {
            super.visitVarInsn(Opcodes.ALOAD, 0);
            method.pool().ifPresent(field -> super.visitFieldInsn(Opcodes.GETFIELD, name, field, POOL_MANAGER));
            super.visitMethodInsn(Opcodes.INVOKESTATIC, Bridge.NAME, Bridge.method(event), Bridge.DESCRIPTOR, false);
        }
    }
}
