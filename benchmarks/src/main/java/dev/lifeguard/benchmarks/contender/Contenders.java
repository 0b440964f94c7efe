package dev.lifeguard.benchmarks.contender;

import dev.lifeguard.launcher.ServerKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** All who can take part, in the order in which they are told. */
public final class Contenders {

    /** Floor and ceiling of whoever changes its size. */
    static final int FLOOR = 2;
    static final int CEILING = 50;

    private Contenders() {}

    public static List<Contender> all() {
        List<Contender> all = new ArrayList<>();
        for (ServerKind kind : ServerKind.values()) {
            for (ServerContender.Variant variant : ServerContender.Variant.values()) {
                all.add(new ServerContender(kind, variant));
            }
        }
        all.add(hikari("hikaricp-10", "HikariCP, fixed size 10, its default", 10, Optional.empty()));
        all.add(hikari("hikaricp-30", "HikariCP, fixed size 30", 30,
                Optional.of(size -> access -> PlainPool.hikari(access, size))));
        int byCores = 2 * Runtime.getRuntime().availableProcessors() + 1;
        all.add(hikari("hikaricp-cores", "HikariCP, fixed size 2 × cores + 1 = " + byCores, byCores, Optional.empty()));
        all.add(new PlainContender("agroal", "Agroal, 20 to 30", access -> PlainPool.agroal(access, 20, 30),
                Optional.of(size -> access -> PlainPool.agroal(access, size, size))));
        all.add(new PlainContender("flexypool", "FlexyPool over HikariCP, 10 to 50, one more after each acquisition over 10 ms",
                access -> PlainPool.flexyPool(access, 10, CEILING),
                Optional.of(size -> access -> PlainPool.flexyPool(access, size, size))));
        all.add(new OracleContender());
        return all;
    }

    static PlainContender hikari(String id, String description, int size, Optional<PlainContender.Sized> sized) {
        return new PlainContender(id, description, access -> PlainPool.hikari(access, size), sized);
    }

    /** @throws IllegalArgumentException there is none of this name; says which there are */
    public static Contender of(String id) {
        return all().stream().filter(contender -> contender.id().equals(id)).findFirst().orElseThrow(
                () -> new IllegalArgumentException("There is no contender \"" + id + "\"; there are "
                        + all().stream().map(Contender::id).collect(Collectors.joining(", "))));
    }
}
