package dev.lifeguard.server.payara;

import static org.objectweb.asm.Opcodes.ACC_FINAL;
import static org.objectweb.asm.Opcodes.ACC_PRIVATE;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_SUPER;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ARETURN;
import static org.objectweb.asm.Opcodes.ATHROW;
import static org.objectweb.asm.Opcodes.CHECKCAST;
import static org.objectweb.asm.Opcodes.GETFIELD;
import static org.objectweb.asm.Opcodes.GOTO;
import static org.objectweb.asm.Opcodes.IFNULL;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKEINTERFACE;
import static org.objectweb.asm.Opcodes.INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.IRETURN;
import static org.objectweb.asm.Opcodes.ISTORE;
import static org.objectweb.asm.Opcodes.PUTFIELD;
import static org.objectweb.asm.Opcodes.RETURN;
import static org.objectweb.asm.Opcodes.SWAP;
import static org.objectweb.asm.Opcodes.V1_5;

import dev.lifeguard.server.UnsupportedServerException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/**
 * Makes objects that stand in for one of Payara's, of an interface that only Payara sees: they pass every call on to it and tell an
 * observer of some. Their class is written at run time, so that nothing is boxed or collected in arrays on the way, and so that what a
 * newer Payara adds to the interface is passed on too. It sees Payara as the interface does, and us; it goes with us.
 *
 * <p>A stand-in is a {@link Supplier} of what it stands in for: a type of the JDK's, so that it can be recognised across class loaders.
 */
final class StandIn {

    private static final String ORIGINAL = "original";
    private static final String OBSERVER = "observer";

    private final Class<?> type;
    private final Class<?> observer;
    private final String name;
    private final Constructor<?> constructor;

    /**
     * @param observer one of {@link PoolObservers}; all that it wants to be told must be there
     * @throws UnsupportedServerException if it is not
     */
    StandIn(Class<?> type, Class<?> observer) {
        this.type = type;
        this.observer = observer;
        this.name = Type.getInternalName(StandIn.class) + "For" + type.getSimpleName();
        try {
            constructor = new Loader().define(name.replace('/', '.'), written()).getConstructor(Object.class, Object.class);
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new UnsupportedServerException("Nothing can stand in for a " + type.getName(), e);
        }
    }

    /** @param original may be null; then nothing is passed on */
    Object over(Object original, Object observer) {
        try {
            return constructor.newInstance(original, observer);
        } catch (InstantiationException | IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("What was written itself cannot be made: " + name, e);
        }
    }

    /** Whether it is one of those that this makes. */
    boolean made(Object object) {
        return constructor.getDeclaringClass().isInstance(object);
    }

    /** What the object stands in for, if it is anybody's stand-in, else itself. */
    static Object original(Object object) {
        Object original = object;
        while (original instanceof Supplier<?> standIn) {
            original = standIn.get();
        }
        return original;
    }

    private byte[] written() {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        // The format of Java 5 needs no stack maps; to compute them ASM would load Payara's classes through our loader.
        writer.visit(V1_5, ACC_PUBLIC | ACC_FINAL | ACC_SUPER, name, null, "java/lang/Object",
                new String[] {Type.getInternalName(type), Type.getInternalName(Supplier.class)});
        writer.visitField(ACC_PRIVATE | ACC_FINAL, ORIGINAL, Type.getDescriptor(type), null, null);
        writer.visitField(ACC_PRIVATE | ACC_FINAL, OBSERVER, Type.getDescriptor(observer), null, null);
        writeConstructor(writer.visitMethod(ACC_PUBLIC, "<init>", "(Ljava/lang/Object;Ljava/lang/Object;)V", null, null));
        writeGet(writer.visitMethod(ACC_PUBLIC, "get", "()Ljava/lang/Object;", null, null));
        List<Method> told = new ArrayList<>(Arrays.asList(observer.getDeclaredMethods()));
        for (Method method : type.getMethods()) {
            write(method, writer.visitMethod(ACC_PUBLIC, method.getName(), Type.getMethodDescriptor(method), null, null), told);
        }
        if (!told.isEmpty()) {
            throw new UnsupportedServerException(type.getName() + " is not as known: nothing of it goes with " + told, null);
        }
        writer.visitEnd();
        return writer.toByteArray();
    }

    private void writeConstructor(MethodVisitor code) {
        code.visitCode();
        code.visitVarInsn(ALOAD, 0);
        code.visitMethodInsn(INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        writeField(code, 1, ORIGINAL, type);
        writeField(code, 2, OBSERVER, observer);
        code.visitInsn(RETURN);
        end(code);
    }

    private void writeField(MethodVisitor code, int argument, String field, Class<?> fieldType) {
        code.visitVarInsn(ALOAD, 0);
        code.visitVarInsn(ALOAD, argument);
        code.visitTypeInsn(CHECKCAST, Type.getInternalName(fieldType));
        code.visitFieldInsn(PUTFIELD, name, field, Type.getDescriptor(fieldType));
    }

    private void writeGet(MethodVisitor code) {
        code.visitCode();
        load(code, ORIGINAL, type);
        code.visitInsn(ARETURN);
        end(code);
    }

    private void write(Method method, MethodVisitor code, List<Method> told) {
        Type[] parameters = Type.getArgumentTypes(method);
        Type result = Type.getReturnType(method);
        int locals = 1 + Arrays.stream(parameters).mapToInt(Type::getSize).sum();
        Method before = take("before", method, told);
        Method after = take("after", method, told);
        Method failed = take("failed", method, told);
        code.visitCode();
        if (before != null) {
            tell(code, before, 1, parameters);
        }
        Label start = new Label();
        Label end = new Label();
        Label passedOn = new Label();
        code.visitLabel(start);
        if (result == Type.VOID_TYPE) {
            load(code, ORIGINAL, type);
            code.visitJumpInsn(IFNULL, passedOn);
        }
        load(code, ORIGINAL, type);
        loadAll(code, 1, parameters, parameters.length);
        code.visitMethodInsn(INVOKEINTERFACE, Type.getInternalName(type), method.getName(), Type.getMethodDescriptor(method), true);
        if (result != Type.VOID_TYPE) {
            code.visitVarInsn(result.getOpcode(ISTORE), locals);
        }
        code.visitLabel(end);
        code.visitLabel(passedOn);
        if (after != null) {
            tell(code, after, locals, result);
        }
        if (result != Type.VOID_TYPE) {
            code.visitVarInsn(result.getOpcode(ILOAD), locals);
        }
        code.visitInsn(result.getOpcode(IRETURN));
        if (failed != null) {
            Label thrown = new Label();
            code.visitTryCatchBlock(start, end, thrown, null);
            code.visitLabel(thrown);
            code.visitVarInsn(Type.getType(Throwable.class).getOpcode(ISTORE), locals);
            tell(code, failed, locals, Type.getType(Throwable.class));
            code.visitVarInsn(ALOAD, locals);
            code.visitInsn(ATHROW);
        }
        end(code);
    }

    /** The observer's method of that name, which is taken from those that are still to be found. */
    private static Method take(String when, Method method, List<Method> told) {
        String name = when + method.getName().substring(0, 1).toUpperCase(Locale.ROOT) + method.getName().substring(1);
        for (Method candidate : told) {
            if (candidate.getName().equals(name)) {
                told.remove(candidate);
                return candidate;
            }
        }
        return null;
    }

    /** Calls the observer with as many of the values as it takes. What it throws goes to the observer alone. */
    private void tell(MethodVisitor code, Method told, int firstLocal, Type... values) {
        Class<?>[] wanted = told.getParameterTypes();
        for (int number = 0; number < wanted.length; number++) {
            boolean fits = number < values.length && (wanted[number].isPrimitive()
                    ? values[number].equals(Type.getType(wanted[number]))
                    : values[number].getSort() == Type.OBJECT);
            if (!fits) {
                throw new UnsupportedServerException(type.getName() + " is not as known: " + told + " cannot be told", null);
            }
        }
        Label start = new Label();
        Label end = new Label();
        Label fault = new Label();
        Label done = new Label();
        code.visitTryCatchBlock(start, end, fault, null);
        code.visitLabel(start);
        load(code, OBSERVER, observer);
        loadAll(code, firstLocal, values, wanted.length);
        code.visitMethodInsn(INVOKEINTERFACE, Type.getInternalName(observer), told.getName(), Type.getMethodDescriptor(told), true);
        code.visitLabel(end);
        code.visitJumpInsn(GOTO, done);
        code.visitLabel(fault);
        load(code, OBSERVER, observer);
        code.visitInsn(SWAP);
        String owner = Type.getInternalName(PoolObservers.Observer.class);
        code.visitMethodInsn(INVOKEINTERFACE, owner, "faulty", "(Ljava/lang/Throwable;)V", true);
        code.visitLabel(done);
    }

    private void load(MethodVisitor code, String field, Class<?> fieldType) {
        code.visitVarInsn(ALOAD, 0);
        code.visitFieldInsn(GETFIELD, name, field, Type.getDescriptor(fieldType));
    }

    private static void loadAll(MethodVisitor code, int firstLocal, Type[] values, int number) {
        int local = firstLocal;
        for (int index = 0; index < number; index++) {
            code.visitVarInsn(values[index].getOpcode(ILOAD), local);
            local += values[index].getSize();
        }
    }

    private static void end(MethodVisitor code) {
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    /** Sees what the interface sees, and of what that does not see, us. */
    private final class Loader extends ClassLoader {

        Loader() {
            super(type.getClassLoader());
        }

        Class<?> define(String className, byte[] bytes) {
            return defineClass(className, bytes, 0, bytes.length);
        }

        @Override
        protected Class<?> findClass(String className) throws ClassNotFoundException {
            return StandIn.class.getClassLoader().loadClass(className);
        }
    }
}
