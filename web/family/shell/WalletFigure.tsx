import { useQuery } from "@tanstack/react-query";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { paths } from "#web/family/paths.ts";
import { useWords } from "#web/family/words.ts";
import { Icon } from "#web/ui/Icon.tsx";
import { Money } from "#web/ui/Money.tsx";
import { Go } from "./Go.tsx";

/** Money moves on the other side too: a gift, a charge, a refund. */
const REFRESH_MS = 60_000;

/** What is free in the reader's wallet, in sight on every page, and the way to it. */
export function WalletFigure() {
  const { t } = useWords();
  const { data } = useQuery({ ...reading(api.ownWallet), refetchInterval: REFRESH_MS });
  if (!data) return null;
  return (
    <Go to={paths.wallet} look="quiet">
      <Icon name="wallet" />
      <span className="hidden">{t("family.wallet.head")}</span>
      <Money cents={data.freeCents} />
    </Go>
  );
}
