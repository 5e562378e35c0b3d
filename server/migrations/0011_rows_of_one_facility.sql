-- These rows, too, are tied to their visit's own facility: none can point across.
alter table visits.chat add foreign key (facility_id, visit_id) references visits.visit (facility_id, id);
alter table recordings.segment add foreign key (facility_id, visit_id) references visits.visit (facility_id, id);
alter table recordings.disclosure add foreign key (facility_id, visit_id) references visits.visit (facility_id, id);
