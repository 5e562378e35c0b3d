import { useQuery } from "@tanstack/react-query";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { useGo } from "#web/kiosk/shell/go.ts";
import { useWords } from "#web/kiosk/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { useFormat } from "#web/ui/format.ts";
import { Icon } from "#web/ui/Icon.tsx";

/** What is free in the resident's wallet, and the way to it. */
export function WalletButton() {
  const { t } = useWords();
  const format = useFormat();
  const go = useGo();
  const { data } = useQuery(reading(api.insideWallet));
  return (
    <Button kind="second" onPress={go.wallet}>
      <Icon name="wallet" />
      {data ? t("wallet.kiosk.button", { sum: format.money(data.freeCents) }) : t("wallet.title")}
    </Button>
  );
}
