package com.ibm.websphere.ce.cm;

import java.sql.SQLTransientConnectionException;

/** Stands for Liberty's exception of this name, with its SQLState. */
public class ConnectionWaitTimeoutException extends SQLTransientConnectionException {

    private static final long serialVersionUID = 1L;

    public ConnectionWaitTimeoutException() {
        super("J2CA0045E: Connection not available", "08001");
    }
}
