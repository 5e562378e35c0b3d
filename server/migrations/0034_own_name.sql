-- When a contact last corrected their own name or birth date: staff who decide read that it happened.
alter table contacts.contact add column corrected_at timestamptz;
