create table operation (
    id text primary key,
    server text not null,
    at timestamptz not null,
    ended_at timestamptz,
    actor_kind text not null,
    actor text not null,
    pool_id text not null,
    pool_name text not null,
    operation text not null,
    asked text not null,
    before text not null,
    after text not null,
    reason text,
    state text not null,
    outcome text not null,
    revert_at timestamptz
);

comment on table operation is 'Who did or tried what to a pool, and what became of it: a copy of the journal, once an operation has ended';
comment on column operation.actor_kind is 'operator, system or external';
comment on column operation.asked is 'Its particulars, such as: max=20 persist=false';
comment on column operation.before is 'Settings in force before, in the same form; empty where none was changed';
comment on column operation.after is 'What was read back afterwards; empty where nothing was done';
comment on column operation.state is 'done, partly, failed or refused';
comment on column operation.outcome is 'A sentence for people, cut at 1000 characters';
comment on column operation.revert_at is 'When it was to go back by itself; null for never';

create index operation_by_pool on operation (server, pool_id, at);

-- For the retention, which asks by time alone.
create index operation_by_time on operation (at);
