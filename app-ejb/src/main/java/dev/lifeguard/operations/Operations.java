package dev.lifeguard.operations;

import dev.lifeguard.observation.HistoryAwayException;
import dev.lifeguard.pool.OneLine;
import dev.lifeguard.pool.PoolId;
import jakarta.annotation.Resource;
import jakarta.annotation.security.DeclareRoles;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;

/** Operations as people ask for them: the container checks who they are once more, whatever a way in may have let through. */
@Stateless
@DeclareRoles({Roles.VIEWER, Roles.OPERATOR})
@DenyAll
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Operations {

    @Inject
    private OperationDesk desk;

    @Resource
    private SessionContext context;

    /**
     * Does it, or begins it: recycle, warm and drain go on by themselves, their record is {@code RUNNING}.
     *
     * @throws RefusedException if it may not be; nothing was changed
     */
    @RolesAllowed(Roles.OPERATOR)
    public OperationRecord execute(Order order) {
        return desk.execute(actor(), order);
    }

    /**
     * What it would do now; changes nothing.
     *
     * @throws RefusedException as {@link #execute} would
     */
    @RolesAllowed(Roles.OPERATOR)
    public Effect dryRun(Order order) {
        return desk.dryRun(order);
    }

    /** How this pool stands; empty if the server has none of this id. */
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
    public Optional<PoolControlState> state(PoolId pool) {
        return desk.state(pool);
    }

    /** Entries of the audit, the newest first. */
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
    public AuditPage audit(AuditQuery query) {
        return desk.audit(query);
    }

    /**
     * One entry of the audit.
     *
     * @throws HistoryAwayException if it may be one that is no longer in memory, and those cannot be read now
     */
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
    public Optional<OperationRecord> find(UUID operation) {
        return desk.find(operation);
    }

    /** A name with a line break would make two lines of the log of one. */
    private Actor actor() {
        return new Actor(Actor.Kind.OPERATOR, OneLine.of(context.getCallerPrincipal().getName()));
    }
}
