package com.ibm.ejs.j2c;

public final class MCWrapper implements com.ibm.ws.j2c.MCWrapper {

    final PoolManager pm;

    MCWrapper(PoolManager pm) {
        this.pm = pm;
    }

    void markInUse() {}

    boolean isAlreadyBeingReleased() {
        return false;
    }

    void isNotAlreadyFreeActive() {}

    public void destroy(boolean well) {
        try {
            if (!well) {
                throw new IllegalArgumentException("not well");
            }
        } finally {
            if (!isAlreadyBeingReleased()) {
                isNotAlreadyFreeActive();
            }
        }
    }
}
