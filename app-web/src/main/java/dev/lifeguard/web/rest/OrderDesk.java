package dev.lifeguard.web.rest;

import dev.lifeguard.operations.Operation;
import dev.lifeguard.operations.OperationRecord;
import dev.lifeguard.operations.Operations;
import dev.lifeguard.operations.Order;
import dev.lifeguard.operations.PoolControlState;
import dev.lifeguard.pool.PoolId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Takes an order as it came, has it done or tried, and says what became of it. */
@ApplicationScoped
public class OrderDesk {

    @Inject
    private Operations operations;

    @Inject
    private PoolListing listing;

    Response execute(Operation operation, PoolId pool, Optional<String> version, InputStream body, UriInfo address) throws IOException {
        Fields fields = Fields.read(body, Orders.fields(operation));
        Order order = Orders.of(operation, pool, version, fields);
        if (fields.flag(Orders.DRY_RUN)) {
            return Response.ok(OperationJson.of(operations.dryRun(order))).build();
        }
        OperationRecord made = operations.execute(order);
        ResponseBuilder response = made.state() == OperationRecord.State.RUNNING
                ? Response.accepted().location(address.getBaseUriBuilder().path(AuditResource.class).path(made.id().toString()).build())
                : Response.ok();
        listing.control(pool).map(OrderDesk::tag).ifPresent(response::tag);
        return response.entity(OperationJson.of(made)).build();
    }

    static EntityTag tag(PoolControlState state) {
        return new EntityTag(state.version());
    }
}
