package com.ibm.ejs.j2c;

import java.io.IOException;

final class FreePool {

    private final PoolManager pm;

    FreePool(PoolManager pm) {
        this.pm = pm;
    }

    void queueRequest(long timeout) throws InterruptedException {
        if (timeout == 0) {
            throw new InterruptedException();
        }
    }

    com.ibm.ws.j2c.MCWrapper createManagedConnectionWithMCWrapper(boolean up) throws IOException {
        if (!up) {
            throw new IOException("down");
        }
        return new MCWrapper(pm);
    }
}
