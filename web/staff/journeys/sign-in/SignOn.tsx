import { useEffect, useRef, useState } from "react";
import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { paths } from "#web/staff/paths.ts";
import { Go } from "#web/staff/shell/Go.tsx";
import { useGoOn } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Waiting } from "#web/ui/Waiting.tsx";
import { Authenticator } from "./Authenticator.tsx";
import { Start } from "./form.tsx";
import { RecoveryCodes } from "./RecoveryCodes.tsx";
import { SecondStep } from "./SecondStep.tsx";

/** Back from the agency's own sign-in: what it brought is proved once, and whatever is still missing follows here. */
export default function SignOn() {
  const { t } = useWords();
  const goOn = useGoOn();
  const [codes, setCodes] = useState<readonly string[]>();
  const sent = useRef(false);
  const finish = useAct(api.finishSignOn, { onDone: ({ step }) => step === "done" && goOn() });
  const { mutate } = finish;
  useEffect(() => {
    if (sent.current) return;
    sent.current = true;
    const said = new URLSearchParams(location.search);
    const body = Object.fromEntries(
      ["state", "code", "iss", "error"].flatMap((name) => (said.has(name) ? [[name, said.get(name) ?? ""]] : [])),
    );
    // What came in the address is used up now; it need not stand there, or in the browser's history.
    history.replaceState(history.state, "", location.pathname);
    mutate({ body: { state: "-", ...body } });
  }, [mutate]);
  const step = finish.data;
  if (codes) return <RecoveryCodes codes={codes} />;
  if (step?.step === "second_factor")
    return <SecondStep ticket={step.ticket} back={undefined} startOver={() => location.assign("/staff/sign-in")} />;
  if (step?.step === "enrol_factor")
    return <Authenticator ticket={step.ticket} otpauthUrl={step.otpauthUrl} secret={step.secret} onDone={setCodes} />;
  return (
    <Start title={t("staff.sign_on.title")}>
      {finish.error ? (
        <div className="stack gap-6">
          <Refusal problem={finish.error} />
          <Go to={paths.signIn} look="second" wide>
            {t("staff.forgot.to_sign_in")}
          </Go>
        </div>
      ) : (
        <Waiting />
      )}
    </Start>
  );
}
