package com.ibm.ejs.j2c;

/** Its {@code reserve} does what it is told, by a word for each thing that can happen in it. */
public final class PoolManager {

    public final MCWrapper idle = new MCWrapper(this);
    private final FreePool freePool = new FreePool(this);

    public com.ibm.ws.j2c.MCWrapper reserve(String words, long number, boolean up) throws Exception {
        for (String word : words.split(" ")) {
            synchronized (freePool) {
                switch (word) {
                    case "queue" -> freePool.queueRequest(1);
                    case "lost" -> freePool.queueRequest(0);
                    case "open" -> {
                        MCWrapper opened = (MCWrapper) freePool.createManagedConnectionWithMCWrapper(up);
                        opened.markInUse();
                        return opened;
                    }
                    case "take" -> idle.markInUse();
                    case "fail" -> throw new IllegalStateException(words + number);
                    default -> { }
                }
            }
        }
        return idle;
    }
}
