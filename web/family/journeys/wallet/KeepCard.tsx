import { type PracticeCard, practiceCards } from "#contracts/top-up-limits.ts";
import { useWords } from "#web/family/words.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { Checkbox } from "#web/ui/Choice.tsx";
import { Select } from "#web/ui/Field.tsx";
import type { OwnWallet } from "./wallet-words.ts";

export interface Keeping {
  keepCard: boolean;
  practiceCard: PracticeCard;
}
export const keepsNothing: Keeping = { keepCard: false, practiceCard: "4242" };

/** Says where it is so that no money moves. */
export function PracticeOnly() {
  const { t } = useWords();
  return (
    <Banner tone="warn">
      <p>
        <b>{t("wallet.add.practice")}</b> {t("wallet.add.practice.more")}
      </p>
    </Banner>
  );
}

/** Whether the card that pays is kept: never unless its owner ticks it, and then with what that means. */
export function KeepCard({ card, value, onChange }: { card: OwnWallet["card"]; value: Keeping; onChange: (value: Keeping) => void }) {
  const { t } = useWords();
  return (
    <>
      <Checkbox isSelected={value.keepCard} onChange={(keepCard) => onChange({ ...value, keepCard })}>
        {t("topup.keep")}
      </Checkbox>
      {value.keepCard && <p className="soft">{t(card === "practice" ? "topup.keep.more.practice" : "topup.keep.more")}</p>}
      {value.keepCard && card === "practice" && (
        <Select
          label={t("topup.practice")}
          value={value.practiceCard}
          onChange={(practiceCard) => onChange({ ...value, practiceCard })}
          options={practiceCards.map((each) => ({ value: each, label: t(`topup.practice.${each}`) }))}
        />
      )}
    </>
  );
}
