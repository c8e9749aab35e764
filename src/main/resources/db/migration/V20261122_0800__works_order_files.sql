-- The file in which an order went out, so that one whose download was lost can be fetched again.
alter table works_order add column export_id uuid;
-- Since when nobody wants an order any more that the housing system has already.
alter table works_order add column recalled_at timestamptz;
create index works_order_file on works_order (export_id) where status = 'exported';
