-- A tax that was confirmed by mistake and has not begun ends on the day before its first: nobody ever pays it.
alter table money.tax_line drop constraint tax_line_check;
alter table money.tax_line add constraint tax_line_days check (valid_through is null or valid_through >= valid_from - 1);
