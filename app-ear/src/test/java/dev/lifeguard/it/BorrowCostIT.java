package dev.lifeguard.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an application pays for being seen: its borrows with Lifeguard deployed and without, in turn, on one server. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class BorrowCostIT {

    private static final String LIFEGUARD = "lifeguard";
    private static final int ROUNDS = 2;
    private static final int TIMES = 8;
    private static final List<Integer> THREADS = List.of(1, 8, 32);
    /** 250 ns is the promise; these machines are noisy. */
    private static final double DEAREST_NANOS = 5 * 250.0;
    private static final Duration LATEST = Duration.ofSeconds(60);

    @Deployment(name = "load", testable = false)
    static Archive<?> load() {
        return LoadApplication.archive(SharedServer.get().database().app());
    }

    @Deployment(name = LIFEGUARD, managed = false, testable = false)
    static Archive<?> lifeguard() {
        return Deployments.lifeguardAs("lifeguard-that-costs.ear");
    }

    @Test
    void beingSeenCostsABorrowNextToNothing(@ArquillianResource Deployer deployer) {
        Map<Integer, List<Double>> without = new TreeMap<>();
        Map<Integer, List<Double>> with = new TreeMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            measure(without);
            deployer.deploy(LIFEGUARD);
            try {
                Awaitility.await().atMost(LATEST).ignoreExceptions().until(this::seenExactly);
                measure(with);
            } finally {
                deployer.undeploy(LIFEGUARD);
            }
        }
        for (int threads : THREADS) {
            List<Double> plain = sorted(without.get(threads));
            List<Double> seen = sorted(with.get(threads));
            System.out.println("%s, %d threads: a borrow and its return %.0f ns, with Lifeguard %.0f ns; at the median %.0f and %.0f ns"
                    .formatted(RunningServer.KIND.product(), threads, plain.get(0), seen.get(0), median(plain), median(seen)));
            // What a borrow costs more, it costs always: it moves the median as well as the least, and noise seldom both.
            assertThat(Math.min(seen.get(0) - plain.get(0), median(seen) - median(plain)))
                    .as("%d threads, without %s, with %s", threads, plain, seen)
                    .isLessThan(DEAREST_NANOS);
        }
    }

    /** Again and again: how code happens to be compiled and threads to meet at the pool's own lock makes more than is looked for. */
    private static void measure(Map<Integer, List<Double>> costs) {
        LoadApplication.warm();
        for (int threads : THREADS) {
            for (int time = 0; time < TIMES; time++) {
                costs.computeIfAbsent(threads, unseen -> new ArrayList<>()).add(LoadApplication.cost(threads));
            }
        }
    }

    private boolean seenExactly() {
        return given().get(SharedServer.get().at("/lifeguard/api/pools"))
                .jsonPath()
                .getString("pools.find { it.name == '" + LoadApplication.POOL + "' }.timing")
                .equals("exact");
    }

    private static List<Double> sorted(List<Double> numbers) {
        return numbers.stream().sorted().toList();
    }

    private static double median(List<Double> sorted) {
        return sorted.get(sorted.size() / 2);
    }
}
