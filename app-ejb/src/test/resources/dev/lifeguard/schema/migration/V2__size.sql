alter table thing add column size integer;
