package dev.lifeguard.unloading;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class LinkedRecordTest {

    /** Has all three of its methods linked. */
    public static final class Linking implements Runnable {

        @Override
        public void run() {
            Whole whole = new Whole(new Part());
            assertThat(whole).isEqualTo(new Whole(new Part())).hasToString("Whole[part=Part[]]");
            assertThat(whole.hashCode()).isEqualTo(new Whole(new Part()).hashCode());
        }
    }

    record Whole(Part part) {}

    record Part() {}

    @Test
    void letsTheClassesOfTheLastOneGo() throws Exception {
        WeakReference<ClassLoader> theirs = link();
        LinkedRecord.displace();
        Awaitility.await().untilAsserted(() -> {
            System.gc();
            assertThat(theirs.get()).isNull();
        });
    }

    /** In a class loader that nobody has afterwards. */
    private static WeakReference<ClassLoader> link() throws Exception {
        URL classes = LinkedRecordTest.class.getProtectionDomain().getCodeSource().getLocation();
        ClassLoader theirs = new URLClassLoader(new URL[] {classes}, LinkedRecordTest.class.getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                return name.startsWith(LinkedRecordTest.class.getName()) ? findClass(name) : super.loadClass(name, resolve);
            }
        };
        theirs.loadClass(Linking.class.getName()).asSubclass(Runnable.class).getConstructor().newInstance().run();
        return new WeakReference<>(theirs);
    }
}
