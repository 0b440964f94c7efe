package dev.lifeguard.server.payara;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lifeguard.server.UnsupportedServerException;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ServerClassesTest {

    private final ServerClasses classes = new ServerClasses(getClass().getClassLoader(), "Payara Server 99");

    @Test
    void whatIsThereIsFoundAndCanBeCalled() {
        assertThat(classes.has("java.lang.String")).isTrue();
        assertThat(classes.method(String.class, int.class, "length").number("pool")).isEqualTo(4);
        assertThat(classes.constructor(String.class, String.class).text("pool")).isEqualTo("pool");
        assertThat(classes.getter(CharSequence.class, String.class, "toString").apply("pool")).isEqualTo("pool");
        assertThat(classes.longGetter(Thread.class, "getId").applyAsLong(Thread.currentThread()))
                .isEqualTo(Thread.currentThread().getId());
    }

    @Test
    void whatIsNotPublicCanBeUsed() {
        Holder holder = new Holder();
        assertThat(classes.inner(Holder.class, int.class, "length").number(holder)).isZero();
        ServerCall change = classes.compareAndSet(Holder.class, String.class, "value");
        assertThat(change.of(holder, "before", "after")).isEqualTo(false);
        assertThat(change.of(holder, null, "after")).isEqualTo(true);
        assertThat(classes.field(Holder.class, String.class, "value").text(holder)).isEqualTo("after");
        classes.assignment(Holder.class, String.class, "value").of(holder, "in the end");
        assertThat(classes.field(Holder.class, String.class, "value").text(holder)).isEqualTo("in the end");
    }

    @Test
    void whatIsMissingIsNamed() {
        assertRefused(() -> classes.find("com.example.Gone"), "no class com.example.Gone");
        assertRefused(() -> classes.method(String.class, int.class, "size"), "no int java.lang.String.size[]");
        assertRefused(() -> classes.method(String.class, long.class, "length"), "long java.lang.String.length[] returns int");
        assertRefused(() -> classes.constructor(List.class), "no constructor of java.util.List[]");
        String holder = Holder.class.getName();
        assertRefused(() -> classes.field(Holder.class, int.class, "gone"), "no field " + holder + ".gone that can be read");
        assertRefused(() -> classes.inner(Holder.class, int.class, "size"), "no int " + holder + ".size[] that can be called");
        assertRefused(() -> classes.field(Holder.class, int.class, "text"), "field " + holder + ".text is a java.lang.String");
    }

    @Test
    void aClassThatLacksAPartOfItselfIsNotThere() {
        ServerClasses broken = new ServerClasses(new LoaderOfHalfAClass(), "Payara Server 99");

        assertThat(broken.has("shop.Validation")).isFalse();
        assertRefused(() -> broken.find("shop.Validation"), "no class shop.Validation");
    }

    private static void assertRefused(Supplier<?> search, String what) {
        assertThatExceptionOfType(UnsupportedServerException.class)
                .isThrownBy(search::get)
                .withMessage("Payara Server 99 is not as known: " + what);
    }

    static final class Holder {
        final String text = "";
        private String value;

        private int length() {
            return text.length();
        }
    }

    private static final class LoaderOfHalfAClass extends ClassLoader {

        @Override
        protected Class<?> findClass(String name) {
            throw new NoClassDefFoundError("org/glassfish/api/jdbc/ConnectionValidation");
        }
    }
}
