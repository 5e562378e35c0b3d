-- stations: what a repair was opened on, and what was found since: by a visit's own measurements, by the night's check, or by the station's own word.
alter table stations.repair drop constraint repair_found_by_check;
alter table stations.repair add constraint repair_found_by_check check (found_by in ('system', 'visit', 'resident', 'staff'));

create table stations.finding (
  id uuid primary key,
  agency_id uuid not null,
  facility_id uuid not null,
  repair_id uuid not null,
  what text not null check (what in ('silent', 'missing', 'denied', 'line_weak', 'line_failed',
    'microphone_gone', 'camera_gone', 'no_picture', 'picture_stood', 'too_slow')),
  at timestamptz not null,
  -- Whose measurements found it; its rows may be gone by now.
  visit_id uuid,
  foreign key (agency_id, facility_id) references facilities.facility (agency_id, id),
  foreign key (facility_id, repair_id) references stations.repair (facility_id, id) on delete cascade,
  unique nulls not distinct (repair_id, visit_id, what)
);
grant select, insert on stations.finding to throughline_app;

-- What somebody reports with one tap, and what one visit's measurements say, moves nobody's visits until staff have looked at it.
create or replace view stations.broken as
select distinct facility_id, station_id from stations.repair
where closed_at is null and fault in ('camera', 'microphone', 'screen', 'sound') and (found_by not in ('resident', 'visit') or state <> 'open');
