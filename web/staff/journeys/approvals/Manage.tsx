import { useState } from "react";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { ConnectionAct, type Doing } from "./ConnectionAct.tsx";
import type { Detail } from "./Request.tsx";

/** What can be done with a connection that was decided: the steps that its state allows, each with what follows from it. */
export function Manage({ request }: { request: Detail }) {
  const { t } = useWords();
  const [act, setAct] = useState<Doing>();
  const { status } = request;
  const stands = status === "approved" || status === "auto_approved";
  const suspended = status === "suspended";
  return (
    <section className="card decide stack" aria-labelledby="manage">
      <h2 id="manage">{t("staff.manage.title")}</h2>
      {!stands && !suspended && <p className="soft">{t("staff.manage.over")}</p>}
      {stands && (
        <>
          <p className="soft">{t("staff.manage.lead")}</p>
          <Button wide kind="second" onPress={() => setAct({ kind: "restrict" })}>
            {t("staff.act.restrict")}
          </Button>
          <Button wide kind="second" onPress={() => setAct({ kind: "suspend" })}>
            {t("staff.act.suspend")}
          </Button>
        </>
      )}
      {suspended && (
        <Button wide onPress={() => setAct({ kind: "resume" })}>
          {t("staff.act.resume")}
        </Button>
      )}
      {(stands || suspended) && (
        <Button wide kind="stop-second" onPress={() => setAct({ kind: "end" })}>
          {t("staff.act.end")}
        </Button>
      )}
      {act && <ConnectionAct act={act} request={request} onClose={() => setAct(undefined)} />}
    </section>
  );
}
