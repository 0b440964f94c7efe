alter table pool_minute
    add column timing text,
    add column requests bigint,
    add column acquisitions bigint,
    add column over_10ms bigint,
    add column exhaustions bigint,
    add column failures bigint,
    add column in_use_mean double precision,
    add column acquisition_histogram bytea,
    add column hold_histogram bytea;

comment on column pool_minute.timing is 'exact, probed or off; null in rows from before it was kept. What follows is null unless it is exact';
comment on column pool_minute.requests is 'Requests for a connection that began in the minute; this and what follows up to 3 s late';
comment on column pool_minute.acquisitions is 'Requests that ended with a connection';
comment on column pool_minute.over_10ms is 'How many of the acquisitions took longer than 10 ms';
comment on column pool_minute.exhaustions is 'Requests that ended without a connection because the pool stayed full';
comment on column pool_minute.failures is 'Requests that ended without a connection for another reason';
comment on column pool_minute.in_use_mean is 'Time-weighted mean of connections in use';
comment on column pool_minute.acquisition_histogram is 'How often each time from asking to having occurred; in Lifeguard''s own encoding, whose first byte is its version';
comment on column pool_minute.hold_histogram is 'The same for the time from having to giving back, of the connections that came back';

create table pool_event (
    id text primary key,
    server text not null,
    at timestamptz not null,
    pool_id text not null,
    pool_name text not null,
    kind text not null,
    before text not null,
    after text not null,
    reason text not null
);

comment on table pool_event is 'What became another at a pool';
comment on column pool_event.kind is 'What changed: verdict';
comment on column pool_event.reason is 'A sentence for people, cut at 1000 characters';

create table pool_snapshot (
    id text primary key,
    server text not null,
    at timestamptz not null,
    pool_id text not null,
    pool_name text not null,
    cause text not null,
    took_millis integer not null,
    json text not null
);

comment on table pool_snapshot is 'Who held the connections of a pool at one moment, with stacks and masked statements: for operators alone';

create index pool_event_by_pool on pool_event (server, pool_id, at);
create index pool_snapshot_by_pool on pool_snapshot (server, pool_id, at);

-- For the retention, which asks by time alone.
create index pool_event_by_time on pool_event (at);
create index pool_snapshot_by_time on pool_snapshot (at);
