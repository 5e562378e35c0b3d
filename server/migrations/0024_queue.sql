-- Visits of a connection that was suspended or limited wait for somebody's decision, like all others that no longer fit.
alter table visits.flag drop constraint flag_reason_check;
alter table visits.flag add constraint flag_reason_check check (reason in
  ('released', 'transferred', 'unit_moved', 'station_closed', 'keep_apart', 'connection_suspended', 'connection_limited'));
