import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { AnswerOf } from "#contracts/endpoint.ts";
import type { lettersOutside } from "#contracts/notifications.ts";
import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { Part } from "#web/family/shell/parts.tsx";
import { useWords } from "#web/family/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Checkbox } from "#web/ui/Choice.tsx";
import { Select } from "#web/ui/Field.tsx";
import { ownZone, useFormat } from "#web/ui/format.ts";
import { Refusal } from "#web/ui/Refusal.tsx";
import { toast } from "#web/ui/toast.ts";

const reminders = ["visit.reminder_day", "visit.reminder_hour"] as const;
const hours = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, "0")}:00`);

/** What comes and when. The night is on the reader's own clock from the first time they save. */
export function LetterChoices({ settings }: { settings: AnswerOf<typeof lettersOutside.letterSettings> }) {
  const { t } = useWords();
  const format = useFormat();
  const queries = useQueryClient();
  const { comingBack: _, ...kept } = settings;
  const [chosen, setChosen] = useState(kept);
  const save = useAct(api.setLetterSettings, {
    onDone: () => {
      void toast(t("family.letters.saved"));
      return queries.invalidateQueries({ queryKey: [api.letterSettings.id] });
    },
  });
  const change = (part: Partial<typeof chosen>) => setChosen({ ...chosen, ...part });
  const zone = chosen.timeZone ?? ownZone();
  // 21:00 as the reader's clock says it; the day does not matter.
  const options = [...new Set([...hours, chosen.quietFrom, chosen.quietTo])]
    .sort()
    .map((value) => ({ value, label: format.time(`2026-01-01T${value}:00Z`, "UTC") }));
  return (
    <>
      <Part id="which" title={t("family.letters.which")}>
        <div className="card stack">
          {reminders.map((kind) => (
            <Checkbox
              key={kind}
              isSelected={!chosen.stopped && !chosen.off.includes(kind)}
              isDisabled={chosen.stopped}
              onChange={(on) => change({ off: on ? chosen.off.filter((one) => one !== kind) : [...chosen.off, kind] })}
            >
              {t(`letters.kind.${kind}`)}
            </Checkbox>
          ))}
          <Checkbox isSelected={chosen.stopped} onChange={(stopped) => change({ stopped })}>
            {t("family.letters.stopped")}
          </Checkbox>
          <p className="soft">{t("family.letters.which.more")}</p>
        </div>
      </Part>
      <Part id="night" title={t("family.letters.night")}>
        <div className="card stack">
          <p className="soft">{t("family.letters.night.more")}</p>
          <Checkbox isSelected={chosen.quiet} onChange={(quiet) => change({ quiet })}>
            {t("family.letters.night.on")}
          </Checkbox>
          {chosen.quiet && (
            <>
              <Select
                label={t("family.letters.night.from")}
                value={chosen.quietFrom}
                options={options}
                onChange={(quietFrom) => change({ quietFrom })}
              />
              <Select
                label={t("family.letters.night.to")}
                value={chosen.quietTo}
                options={options}
                onChange={(quietTo) => change({ quietTo })}
              />
              <p className="soft">{t("family.letters.night.zone", { zone: format.zone(zone) })}</p>
            </>
          )}
        </div>
      </Part>
      <div className="gap-6 stack">
        {save.error && <Refusal problem={save.error} />}
        <Button wide isPending={save.isPending} onPress={() => save.mutate({ body: { ...chosen, timeZone: zone } })}>
          {t("family.letters.save")}
        </Button>
      </div>
    </>
  );
}
