package dev.lifeguard.operations;

/** Told of each operation when it begins, as it gets on, and when it ends; refusals too. Returns at once. */
public interface OperationListener {

    void changed(OperationRecord operation);
}
