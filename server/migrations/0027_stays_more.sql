-- Two records of one person may both be connected to one contact. One decision stands; the other is kept aside, and comes back when the records are two again.
alter table contacts.connection add column set_aside_by uuid references residents.merge (id);
alter table contacts.connection add column set_aside_status text;
alter table contacts.connection add check ((set_aside_by is null) = (set_aside_status is null));
alter table contacts.connection add check (set_aside_by is null or status = 'withdrawn');
create index on contacts.connection (set_aside_by) where set_aside_by is not null;
