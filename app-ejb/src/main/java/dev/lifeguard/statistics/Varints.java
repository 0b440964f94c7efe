package dev.lifeguard.statistics;

import java.io.ByteArrayOutputStream;

/** Whole numbers in as few bytes as they need: seven bits in each, the lowest first, and the top bit set while more follow. */
final class Varints {

    private static final int BITS = 7;
    private static final int MASK = (1 << BITS) - 1;
    private static final int MORE = 1 << BITS;

    private Varints() {}

    static final class Writer {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        void write(long number) {
            long rest = number;
            while ((rest & ~MASK) != 0) {
                bytes.write((int) (rest & MASK) | MORE);
                rest >>>= BITS;
            }
            bytes.write((int) rest);
        }

        void write(byte[] written) {
            bytes.writeBytes(written);
        }

        byte[] toBytes() {
            return bytes.toByteArray();
        }
    }

    static final class Reader {

        private final byte[] bytes;
        private int position;

        Reader(byte[] bytes, int position) {
            this.bytes = bytes;
            this.position = position;
        }

        int position() {
            return position;
        }

        boolean more() {
            return position < bytes.length;
        }

        /** @throws IllegalArgumentException if the bytes end within the number, or it does not fit in 64 bits */
        long read() {
            long number = 0;
            for (int shift = 0; shift < Long.SIZE; shift += BITS) {
                if (!more()) {
                    throw new IllegalArgumentException("The bytes end within a number, after " + bytes.length);
                }
                byte next = bytes[position++];
                number |= (long) (next & MASK) << shift;
                if (next >= 0) {
                    return number;
                }
            }
            throw new IllegalArgumentException("The number that ends at byte " + position + " is longer than 64 bits");
        }
    }
}
