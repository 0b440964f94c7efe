package dev.lifeguard.diagnosis;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class DiagnosisTest {

    @Test
    void noFailureOfARoundEndsThoseToCome() {
        Diagnosis diagnosis = new Diagnosis();
        assertThatCode(() -> diagnosis.guarded("round", () -> {
            throw new NoClassDefFoundError("of a server's class");
        })).doesNotThrowAnyException();
        assertThatCode(() -> diagnosis.guarded("round", () -> {
            throw new IllegalStateException("for a test");
        })).doesNotThrowAnyException();
    }
}
