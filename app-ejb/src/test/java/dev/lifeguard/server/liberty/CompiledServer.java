package dev.lifeguard.server.liberty;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Classes with the server's names and our code, as far as a test needs them; that the server's own are alike, its tests show. */
final class CompiledServer {

    /** A pool whose {@code reserve} does what it is told, by a word for each thing that can happen in it. */
    static final String POOL_MANAGER = """
            package com.ibm.ejs.j2c;
            public final class PoolManager {
                public final FreePool freePool = new FreePool(this);
                public final MCWrapper idle = new MCWrapper(this);
                public com.ibm.ws.j2c.MCWrapper reserve(String word, long number, boolean flag) throws Exception {
                    for (String part : word.split(" ")) {
                        synchronized (freePool) {
                            switch (part) {
                                case "queue" -> freePool.queueRequest(1);
                                case "lost" -> freePool.queueRequest(0);
                                case "open" -> {
                                    com.ibm.ws.j2c.MCWrapper opened = freePool.createManagedConnectionWithMCWrapper(flag);
                                    ((MCWrapper) opened).markInUse();
                                    return opened;
                                }
                                case "take" -> idle.markInUse();
                                case "fail" -> throw new IllegalStateException(word + number);
                                default -> { }
                            }
                        }
                    }
                    return idle;
                }
            }
            """;
    static final String FREE_POOL = """
            package com.ibm.ejs.j2c;
            public final class FreePool {
                private PoolManager pm;
                FreePool(PoolManager pm) { this.pm = pm; }
                private void nothing() { }
                void queueRequest(long timeout) throws InterruptedException {
                    if (timeout == 0) {
                        throw new InterruptedException();
                    }
                    for (long i = 0; i < timeout; i++) {
                        nothing();
                    }
                }
                com.ibm.ws.j2c.MCWrapper createManagedConnectionWithMCWrapper(boolean up) throws java.io.IOException {
                    if (!up) {
                        throw new java.io.IOException("down");
                    }
                    return new MCWrapper(pm);
                }
            }
            """;
    static final String WRAPPER = """
            package com.ibm.ejs.j2c;
            public final class MCWrapper implements com.ibm.ws.j2c.MCWrapper {
                protected transient PoolManager pm;
                MCWrapper(PoolManager pm) { this.pm = pm; }
                public void markInUse() { }
                void isNotAlreadyFreeActive() { }
                public void destroy(boolean well) {
                    try {
                        if (!well) {
                            throw new IllegalArgumentException("not well");
                        }
                    } finally {
                        isNotAlreadyFreeActive();
                    }
                }
            }
            """;
    private static final String INTERFACE = "package com.ibm.ws.j2c; public interface MCWrapper { }";

    private CompiledServer() {}

    /** The code of the classes, by internal name. */
    static Map<String, byte[]> compile(String... sources) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StandardJavaFileManager standard = compiler.getStandardFileManager(null, null, null);
        Memory memory = new Memory(standard);
        List<Source> all = Stream.concat(Stream.of(INTERFACE), Stream.of(sources)).map(Source::new).toList();
        StringWriter complaints = new StringWriter();
        if (!compiler.getTask(complaints, memory, null, List.of("-proc:none"), null, all).call()) {
            throw new IllegalArgumentException(complaints.toString());
        }
        Map<String, byte[]> classes = new HashMap<>();
        memory.written.forEach((name, code) -> classes.put(name.replace('.', '/'), code.toByteArray()));
        return classes;
    }

    /** Loads these classes and no others but the JDK's. */
    static class Loader extends ClassLoader {

        Loader(Map<String, byte[]> classes) {
            super(ClassLoader.getPlatformClassLoader());
            classes.forEach((name, code) -> known.put(name.replace('/', '.'), code));
        }

        private final Map<String, byte[]> known = new HashMap<>();

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] code = known.get(name);
            if (code == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, code, 0, code.length);
        }
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String code;

        Source(String code) {
            super(URI.create("string:///" + fileName(code)), Kind.SOURCE);
            this.code = code;
        }

        private static String fileName(String code) {
            String simple = code.replaceAll("(?s).*?public (final class|interface) (\\w+).*", "$2");
            return code.replaceAll("(?s)package ([\\w.]+);.*", "$1").replace('.', '/') + "/" + simple + ".java";
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return code;
        }
    }

    private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {

        private final Map<String, ByteArrayOutputStream> written = new HashMap<>();

        Memory(JavaFileManager standard) {
            super(standard);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:///" + name), kind) {
                @Override
                public OutputStream openOutputStream() {
                    ByteArrayOutputStream code = new ByteArrayOutputStream();
                    written.put(name, code);
                    return code;
                }
            };
        }
    }
}
