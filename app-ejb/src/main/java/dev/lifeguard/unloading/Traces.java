package dev.lifeguard.unloading;

/** What the JDK keeps of the application's classes where no server looks, and would keep for ever. */
public final class Traces {

    private Traces() {}

    /** Takes it back. The last thing that the application does: what it does later may leave traces again. */
    public static void clear() {
        LinkedRecord.displace();
        InheritedContexts.release(Traces.class.getClassLoader());
    }
}
