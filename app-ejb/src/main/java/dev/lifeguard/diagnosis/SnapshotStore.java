package dev.lifeguard.diagnosis;

/** Takes snapshots over, to keep them longer than memory does. */
public interface SnapshotStore {

    /** Takes over one snapshot. Returns at once and never fails: what cannot be kept is counted where it is lost. */
    void append(Snapshot snapshot);
}
