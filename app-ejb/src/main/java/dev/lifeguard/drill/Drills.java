package dev.lifeguard.drill;

import dev.lifeguard.operations.Actor;
import dev.lifeguard.operations.RefusedException;
import dev.lifeguard.operations.Roles;
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

/** Drills as people ask for them: the container checks who they are once more, whatever a way in may have let through. */
@Stateless
@DeclareRoles({Roles.VIEWER, Roles.OPERATOR})
@DenyAll
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Drills {

    @Inject
    private DrillDesk desk;

    @Resource
    private SessionContext context;

    /**
     * Starts one, which goes on by itself.
     *
     * @param reason why, up to 500 characters
     * @throws RefusedException if it may not be
     */
    @RolesAllowed(Roles.OPERATOR)
    public DrillReport start(PoolId pool, DrillPlan plan, Optional<String> reason) {
        return desk.start(actor(), pool, plan, reason);
    }

    /**
     * Does nothing if it could be started now.
     *
     * @throws RefusedException as {@link #start} would
     */
    @RolesAllowed(Roles.OPERATOR)
    public void dryRun(PoolId pool, DrillPlan plan) {
        desk.refusal(pool, plan).ifPresent(refused -> {
            throw refused;
        });
    }

    /**
     * Stops the one that runs on this pool: what it holds is given back at once.
     *
     * @throws RefusedException if none runs
     */
    @RolesAllowed(Roles.OPERATOR)
    public DrillReport stop(PoolId pool) {
        return desk.stop(actor(), pool);
    }

    /** The one that runs on this pool, or the last that did since Lifeguard started; empty if none did. */
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
    public Optional<DrillReport> report(PoolId pool) {
        return desk.report(pool);
    }

    private Actor actor() {
        return new Actor(Actor.Kind.OPERATOR, OneLine.of(context.getCallerPrincipal().getName()));
    }
}
