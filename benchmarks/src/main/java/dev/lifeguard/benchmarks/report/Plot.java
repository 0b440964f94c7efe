package dev.lifeguard.benchmarks.report;

import dev.lifeguard.benchmarks.load.Outcome;
import java.util.List;
import java.util.Locale;

/** Connections over time as an SVG: for each contender a panel with those in use, those open at the database, and max. */
public final class Plot {

    private static final int WIDTH = 360;
    private static final int HEIGHT = 130;
    private static final int LEFT = 34;
    private static final int TOP = 22;
    private static final int GAP_X = 24;
    private static final int GAP_Y = 34;
    private static final int COLUMNS = 2;
    private static final int CONNECTIONS = 55;
    private static final int TICK_CONNECTIONS = 10;
    private static final int TICKS_SECONDS = 4;

    private Plot() {}

    /** @param seen from outside, at least for as long as requests came */
    public record Panel(String title, Outcome outcome, Series seen) {}

    public static String svg(String title, List<Panel> panels) {
        int rows = (panels.size() + COLUMNS - 1) / COLUMNS;
        int width = COLUMNS * (LEFT + WIDTH + GAP_X);
        int height = 40 + rows * (TOP + HEIGHT + GAP_Y);
        StringBuilder svg = new StringBuilder(text("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="11">
                <rect width="100%%" height="100%%" fill="white"/>
                <text x="%d" y="18" font-size="14">%s: connections</text>
                <text x="%d" y="34"><tspan fill="#2b6cb0">in use</tspan>, <tspan fill="#777">open at the database</tspan>, \
                <tspan fill="#c53030">max</tspan>; seconds</text>
                """, width, height, LEFT, escaped(title), LEFT));
        for (int index = 0; index < panels.size(); index++) {
            int x = LEFT + index % COLUMNS * (LEFT + WIDTH + GAP_X);
            int y = 40 + TOP + index / COLUMNS * (TOP + HEIGHT + GAP_Y);
            svg.append(text("<g transform=\"translate(%d %d)\">\n", x, y));
            panel(svg, panels.get(index));
            svg.append("</g>\n");
        }
        return svg.append("</svg>\n").toString();
    }

    private static void panel(StringBuilder svg, Panel panel) {
        Outcome outcome = panel.outcome();
        svg.append(text("<text x=\"0\" y=\"-6\">%s</text>\n", escaped(panel.title())));
        for (int connections = 0; connections <= CONNECTIONS; connections += TICK_CONNECTIONS) {
            svg.append(text("<path d=\"M0 %1$.1fH%2$d\" stroke=\"#eee\"/><text x=\"-4\" y=\"%3$.1f\" text-anchor=\"end\">%4$d</text>\n",
                    y(connections), WIDTH, y(connections) + 4, connections));
        }
        for (int tick = 0; tick <= TICKS_SECONDS; tick++) {
            double seconds = outcome.seconds() * tick / TICKS_SECONDS;
            svg.append(text("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.0f</text>\n",
                    (double) WIDTH * tick / TICKS_SECONDS, HEIGHT + 14, seconds));
        }
        svg.append("<path fill=\"none\" stroke=\"#2b6cb0\" stroke-width=\"0.8\" d=\"").append(inUse(outcome)).append("\"/>\n");
        Series during = panel.seen().between(outcome.startMillis(), outcome.startMillis() + Math.round(outcome.seconds() * 1_000));
        StringBuilder open = new StringBuilder();
        StringBuilder max = new StringBuilder();
        for (Series.Point point : during.points()) {
            double x = x((point.millis() - outcome.startMillis()) / 1e3, outcome);
            step(open, x, y(point.open()));
            if (point.max().isPresent()) {
                step(max, x, y(point.max().getAsInt()));
            }
        }
        svg.append("<path fill=\"none\" stroke=\"#777\" d=\"").append(open).append("\"/>\n");
        svg.append("<path fill=\"none\" stroke=\"#c53030\" stroke-width=\"1.2\" d=\"").append(max).append("\"/>\n");
    }

    /** One point for each pixel: the mean of what was sampled there. */
    private static String inUse(Outcome outcome) {
        StringBuilder path = new StringBuilder();
        short[] samples = outcome.inUse();
        for (int pixel = 0; pixel < WIDTH; pixel++) {
            int from = (int) ((long) pixel * samples.length / WIDTH);
            int to = Math.max(from + 1, (int) ((pixel + 1L) * samples.length / WIDTH));
            double sum = 0;
            int count = 0;
            for (int sample = from; sample < Math.min(to, samples.length); sample++) {
                sum += samples[sample];
                count++;
            }
            if (count > 0) {
                path.append(text("%s%d %.1f", path.isEmpty() ? "M" : "L", pixel, y(sum / count)));
            }
        }
        return path.toString();
    }

    private static void step(StringBuilder path, double x, double y) {
        path.append(path.isEmpty() ? text("M%.1f %.1f", x, y) : text("H%.1fV%.1f", x, y));
    }

    private static double x(double seconds, Outcome outcome) {
        return WIDTH * seconds / outcome.seconds();
    }

    /** More than fit are drawn at the top. */
    private static double y(double connections) {
        return HEIGHT * (1 - Math.min(connections, CONNECTIONS) / CONNECTIONS);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
