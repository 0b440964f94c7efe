package dev.lifeguard.statistics;

/**
 * Between which durations a quantile of the whole lies, as far as a sample tells.
 *
 * <p>Of n durations drawn independently, the number that do not exceed the quantile of share p is binomial, (n, p). So the quantile lies
 * between the durations of rank np − z·√(np(1 − p)) and np + z·√(np(1 − p)) + 1 with the confidence that a normal variate lies within ±z,
 * whatever the distribution [1]. The ranks are rounded outwards, and each end is that of the bucket that the duration of its rank fell in,
 * so the interval is rather too wide. z is had to 4.5·10⁻⁴ by a rational approximation [2]; the normal approximation of the binomial wants
 * np(1 − p) ≥ 10 or so.
 *
 * <ol>
 *   <li>H. A. David, H. N. Nagaraja: Order Statistics, 3rd edition, Wiley 2003, 7.1.
 *   <li>M. Abramowitz, I. A. Stegun: Handbook of Mathematical Functions, National Bureau of Standards 1964, 26.2.23.
 * </ol>
 *
 * @param lowNanos 0 if the sample is too small to tell
 * @param highNanos {@link Long#MAX_VALUE} if the sample is too small to tell
 */
public record QuantileInterval(long lowNanos, long highNanos) {

    /**
     * @param share of which quantile, above 0 and below 1
     * @param confidence how often such an interval has the true quantile in it, above 0 and below 1
     */
    public static QuantileInterval of(Histogram sample, double share, double confidence) {
        requireInside("share", share);
        requireInside("confidence", confidence);
        double expected = sample.count() * share;
        double half = normalQuantile((1 - confidence) / 2) * Math.sqrt(expected * (1 - share));
        long low = (long) Math.floor(expected - half);
        long high = (long) Math.ceil(expected + half) + 1;
        return new QuantileInterval(
                low < 1 ? 0 : Buckets.startNanos(sample.bucketOf(low)),
                high > sample.count() ? Long.MAX_VALUE : Buckets.endNanos(sample.bucketOf(high)));
    }

    /** Whether both can be right. */
    public boolean overlaps(QuantileInterval other) {
        return lowNanos <= other.highNanos && other.lowNanos <= highNanos;
    }

    private static void requireInside(String what, double number) {
        if (!(number > 0 && number < 1)) {
            throw new IllegalArgumentException("The " + what + " is above 0 and below 1, not " + number);
        }
    }

    /** What a standard normal variate exceeds with this probability, up to a half. */
    private static double normalQuantile(double probability) {
        double t = Math.sqrt(-2 * Math.log(probability));
        return t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
    }
}
