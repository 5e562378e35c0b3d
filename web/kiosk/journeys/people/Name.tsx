import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { api } from "#web/client/api.ts";
import { newId } from "#web/client/id.ts";
import { useAct } from "#web/client/query.ts";
import { Typing } from "#web/kiosk/parts/Typing.tsx";
import { Foot } from "#web/kiosk/shell/Done.tsx";
import { useGo } from "#web/kiosk/shell/go.ts";
import { KioskScreen } from "#web/kiosk/shell/KioskScreen.tsx";
import { useWords } from "#web/kiosk/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { RadioGroup } from "#web/ui/Choice.tsx";
import { NameCheck } from "./NameCheck.tsx";
import { asked, birthShown, EMPTY, isReady, type Naming, stepsOf, type Typed, typed } from "./naming.ts";

const relationships = ["parent", "child", "spouse", "partner", "sibling", "grandparent", "other_family", "friend"] as const;
const ways = ["letter", "phone"] as const;

/** Names somebody outside who should be added: one question a screen, typed with keys on the screen. Nothing is kept until the last press. */
export default function Name() {
  const { t } = useWords();
  const go = useGo();
  const queries = useQueryClient();
  const [id] = useState(newId);
  const [naming, setNaming] = useState(EMPTY);
  const [at, setAt] = useState(0);
  const invite = useAct(api.inviteContact, { onDone: () => queries.invalidateQueries({ queryKey: [api.insideInvitations.id] }) });
  const steps = stepsOf(naming);
  const step = steps[at] ?? "check";
  const change = (part: Partial<Naming>) => setNaming({ ...naming, ...part });
  const next = () => setAt(at + 1);
  const name = `${naming.givenName.trim()} ${naming.familyName.trim()}`.trim();
  if (invite.isSuccess)
    return (
      <KioskScreen title={t("kiosk.name.done", { name })} message lead={t(`kiosk.name.done.${naming.way || "phone"}`)} foot={<Foot />}>
        <div className="actions">
          <Button onPress={go.people}>{t("kiosk.people.title")}</Button>
        </div>
      </KioskScreen>
    );
  const typing = (what: Typed, kind: "digits" | "name" | "email") => (
    <Typing
      key={what}
      label={t(`kiosk.name.${what}`, { name })}
      kind={kind}
      value={naming[what]}
      {...(what === "birth" ? { shown: birthShown(naming.birth) } : {})}
      isReady={isReady(what, naming)}
      onKey={(key) => setNaming((before) => ({ ...before, [what]: typed(what, before[what], key) }))}
      onChange={(value) => change({ [what]: value })}
      onNext={next}
    />
  );
  return (
    <KioskScreen
      title={t(`kiosk.name.${step}`, { name })}
      lead={step === "check" ? undefined : t(`kiosk.name.${step}.hint`)}
      foot={<Foot onBack={at === 0 ? go.people : () => setAt(at - 1)} />}
    >
      <p className="soft name-step">{t("kiosk.name.step", { number: at + 1, count: steps.length })}</p>
      {step === "relationship" && (
        <Choosing isReady={isReady(step, naming)} onNext={next}>
          <RadioGroup
            label={t("kiosk.name.relationship")}
            hideLabel
            value={naming.relationship}
            onChange={(relationship) => change({ relationship })}
            options={relationships.map((value) => ({ value, label: t(`kiosk.person.${value}`) }))}
          />
        </Choosing>
      )}
      {(step === "givenName" || step === "familyName") && typing(step, "name")}
      {step === "birth" && (
        <>
          {typing(step, "digits")}
          <p className="name-skip">
            <Button
              kind="second"
              onPress={() => {
                change({ birth: "" });
                next();
              }}
            >
              {t("kiosk.name.birth.skip")}
            </Button>
          </p>
        </>
      )}
      {step === "way" && (
        <Choosing isReady={isReady(step, naming)} onNext={next}>
          <RadioGroup
            label={t("kiosk.name.way", { name })}
            hideLabel
            value={naming.way}
            onChange={(way) => change({ way })}
            options={ways.map((value) => ({ value, label: t(`kiosk.name.way.${value}`) }))}
          />
        </Choosing>
      )}
      {step === "email" && typing(step, "email")}
      {step === "phone" && typing(step, "digits")}
      {step === "check" && (
        <NameCheck
          naming={naming}
          name={name}
          act={invite}
          onSend={() => {
            const body = asked(naming);
            if (body) invite.mutate({ body: { id, ...body } });
          }}
        />
      )}
    </KioskScreen>
  );
}

function Choosing({ isReady: ready, onNext, children }: { isReady: boolean; onNext: () => void; children: ReactNode }) {
  const { t } = useWords();
  return (
    <div className="stack kiosk-words choices">
      {children}
      <div className="actions">
        <Button isDisabled={!ready} onPress={onNext}>
          {t("kiosk.next")}
        </Button>
      </div>
    </div>
  );
}
