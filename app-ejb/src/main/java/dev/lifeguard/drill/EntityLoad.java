package dev.lifeguard.drill;

/** Load on {@code jdbc/app} as an application makes it that keeps entities: a transaction each, through the persistence unit. */
final class EntityLoad implements Load {

    private final DrillEntries entries;

    EntityLoad(DrillEntries entries) {
        this.entries = entries;
    }

    @Override
    public void send(Request request) {
        request.asking();
        entries.use(request::had, request::holdOn);
    }
}
