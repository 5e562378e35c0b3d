-- A payout that a card's bank wants a part of is lessened together with what is kept for it, and only lessened: nobody's row says another sum than its reserve.
revoke update (cents) on money.payout from throughline_app;

-- 'done', 'differs' (not waiting, or not more than that), or what the shrinking of its reserve says.
create function money.lessen_payout(payout_key uuid, to_cents bigint, at_time timestamptz) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  kept uuid;
  said text;
begin
  select p.reserve_id into kept from money.payout p where p.id = payout_key and p.state = 'asked' and p.cents > to_cents and to_cents > 0 for update;
  if not found then return 'differs'; end if;
  said := money.shrink(kept, to_cents, at_time);
  if said = 'done' then update money.payout set cents = to_cents where id = payout_key; end if;
  return said;
end $$;
revoke all on function money.lessen_payout(uuid, bigint, timestamptz) from public;
grant execute on function money.lessen_payout(uuid, bigint, timestamptz) to throughline_app;
