-- Who watched a visit, and as what, stands: only when things happened is added to a watch. Of a reset, only the second person's yes.
revoke update on visits.watch, identity.factor_reset from throughline_app;
grant update (family_saw_at, resident_saw_at, started_at, ended_at) on visits.watch to throughline_app;
grant update (approved_by, approved_at) on identity.factor_reset to throughline_app;
