-- A wallet's transfers are found by the wallet alone: with the transfer's id beside it, each entry stood by itself, the index grew to seven times the
-- size, and every transfer touched a page of it that nothing else had in memory. A wallet has hundreds of transfers, which are sorted when asked for.
drop index money.transfer_from_wallet, money.transfer_to_wallet;
create index transfer_from_wallet on money.transfer (from_id) where from_wallet;
create index transfer_to_wallet on money.transfer (to_id) where to_wallet;
