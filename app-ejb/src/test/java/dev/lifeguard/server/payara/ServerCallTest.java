package dev.lifeguard.server.payara;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lifeguard.server.PoolAccessException;
import dev.lifeguard.server.PoolAccessException.Category;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.junit.jupiter.api.Test;

class ServerCallTest {

    @Test
    void givesWhatTheServerGives() throws Exception {
        MethodHandle length = MethodHandles.publicLookup().findVirtual(String.class, "length", MethodType.methodType(int.class));

        assertThat(new ServerCall("String.length", length).number("pool")).isEqualTo(4);
    }

    @Test
    void whatTheServerThrowsIsUnreadable() {
        assertUnreadable(new IllegalStateException("no numbers"));
        assertUnreadable(new Exception("checked"));
    }

    @Test
    void aClassThatIsMissingIsUnreadableToo() {
        assertUnreadable(new NoClassDefFoundError("shop/Validation"));
        assertUnreadable(new IncompatibleClassChangeError("x"));
    }

    @Test
    void aVirtualMachineInTroubleIsNotTheServersAnswer() {
        assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> throwing(new StackOverflowError()).of());
        assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> throwing(new OutOfMemoryError()).of());
    }

    private static void assertUnreadable(Throwable thrown) {
        assertThatExceptionOfType(PoolAccessException.class)
                .isThrownBy(() -> throwing(thrown).of())
                .withMessage("Payara failed at Pool.numbers: " + thrown)
                .withCause(thrown)
                .extracting(PoolAccessException::category)
                .isEqualTo(Category.UNREADABLE);
    }

    private static ServerCall throwing(Throwable thrown) {
        return new ServerCall("Pool.numbers", MethodHandles.throwException(Object.class, Throwable.class).bindTo(thrown));
    }
}
