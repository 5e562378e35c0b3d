import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { Foot } from "#web/kiosk/shell/Done.tsx";
import { useGo } from "#web/kiosk/shell/go.ts";
import { KioskScreen } from "#web/kiosk/shell/KioskScreen.tsx";
import { useServerNow } from "#web/kiosk/shell/Top.tsx";
import { useStation } from "#web/kiosk/shell/useStation.ts";
import { useWords } from "#web/kiosk/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { dayIn, useFormat } from "#web/ui/format.ts";
import { monthsBack } from "#web/ui/months.ts";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Statement } from "#web/ui/Statement.tsx";
import { Waiting } from "#web/ui/Waiting.tsx";

const MONTHS = 13;

/** One month of the resident's wallet, line by line, by the facility's own clock. A kiosk prints nothing and keeps no files. */
export default function StatementPage() {
  const { t } = useWords();
  const format = useFormat();
  const go = useGo();
  const { station } = useStation();
  const zone = station?.facility.timeZone ?? "UTC";
  const months = monthsBack(dayIn(useServerNow(), zone).slice(0, 7), MONTHS);
  const [back, setBack] = useState(0);
  const month = months[back] ?? months[0] ?? "";
  const found = useQuery(reading(api.insideStatement, { params: { month }, query: { zone } }));
  return (
    <KioskScreen
      title={t("statement.title", { month: format.day(`${month}-15`, { month: "long", year: "numeric" }) })}
      rule
      foot={<Foot onBack={go.wallet} />}
    >
      <div className="stack">
        <div className="spread">
          <Button kind="second" isDisabled={back === MONTHS - 1} onPress={() => setBack(back + 1)}>
            {t("statement.earlier")}
          </Button>
          <Button kind="second" isDisabled={back === 0} onPress={() => setBack(back - 1)}>
            {t("statement.later")}
          </Button>
        </div>
        {found.error && <Refusal problem={found.error} />}
        {!found.data && !found.error && <Waiting />}
        {found.data && <Statement statement={found.data} />}
      </div>
    </KioskScreen>
  );
}
