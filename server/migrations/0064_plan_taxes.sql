-- Which taxes a plan was bought with, as for a quote. Never changed.
create table money.plan_tax (
  plan_id uuid not null references money.plan (id),
  tax_line_id uuid not null references money.tax_line (id),
  primary key (plan_id, tax_line_id)
);
grant select, insert on money.plan_tax to throughline_app;

-- Those that were bought before today: with what held on their first day.
insert into money.plan_tax (plan_id, tax_line_id)
select p.id, l.id from money.plan p join money.tax_line l on l.facility_id = p.facility_id and l.service = p.service
  and l.state = 'confirmed' and coalesce(l.decided_at, l.stated_at) <= p.bought_at
  and l.valid_from <= p.from_day and (l.valid_through is null or l.valid_through >= p.from_day)
where p.tax_millionths > 0;
