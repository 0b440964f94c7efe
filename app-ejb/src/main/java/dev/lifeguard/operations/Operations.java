package dev.lifeguard.operations;

import dev.lifeguard.pool.PoolId;
import jakarta.annotation.security.DeclareRoles;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Operations as people ask for them: the container checks who they are once more, whatever a way in may have let through. */
@Stateless
@DeclareRoles({Roles.VIEWER, Roles.OPERATOR})
@DenyAll
public class Operations {

    /**
     * Does it, or begins it: recycle, warm and drain go on by themselves, their record is {@code RUNNING}.
     *
     * @throws RefusedException if it may not be; nothing was changed
     */
    @RolesAllowed(Roles.OPERATOR)
    public OperationRecord execute(Order order) {
        throw new UnsupportedOperationException();
    }

    /**
     * What it would do now; changes nothing.
     *
     * @throws RefusedException as {@link #execute} would
     */
    @RolesAllowed(Roles.OPERATOR)
    public Effect dryRun(Order order) {
        throw new UnsupportedOperationException();
    }

    /** How this pool stands; empty if the server has none of this id. */
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
    public Optional<PoolControlState> state(PoolId pool) {
        throw new UnsupportedOperationException();
    }

    /** Entries of the audit, the newest first. */
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
    public List<OperationRecord> audit(AuditQuery query) {
        throw new UnsupportedOperationException();
    }

    /** One entry of the audit. */
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
    public Optional<OperationRecord> find(UUID operation) {
        throw new UnsupportedOperationException();
    }
}
