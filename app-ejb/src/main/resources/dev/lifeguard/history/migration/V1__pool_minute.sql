-- No constraint but the key: a row that the database refused for its numbers would hold up all rows behind it.
create table pool_minute (
    server text not null,
    pool_id text not null,
    minute timestamptz not null,
    pool_name text not null,
    samples integer not null,
    gaps integer not null,
    utilization_mean double precision,
    utilization_peak double precision,
    in_use_peak integer not null,
    waiting_peak integer,
    saturated_millis integer not null,
    pool_min integer not null,
    pool_max integer,
    primary key (server, pool_id, minute)
);

comment on table pool_minute is 'What one pool of one server did in one minute; a minute without a row is a gap';
comment on column pool_minute.minute is 'The start of the minute';
comment on column pool_minute.samples is 'Readings that the figures rest on';
comment on column pool_minute.gaps is 'Readings that failed';
comment on column pool_minute.utilization_mean is 'Time-weighted mean of in use / max, a ratio; null without a max';
comment on column pool_minute.utilization_peak is 'Highest sampled in use / max, a ratio; null without a max';
comment on column pool_minute.waiting_peak is 'Most requests waiting that were sampled; null where the server does not tell';
comment on column pool_minute.pool_max is 'In force at the last sample; null for a pool without a limit';

-- For the retention, which asks by time alone.
create index pool_minute_by_time on pool_minute (minute);
