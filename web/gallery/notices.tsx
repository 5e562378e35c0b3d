import { useState } from "react";
import { problem } from "#web/client/problem.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { Rule } from "#web/ui/Brand.tsx";
import { Button } from "#web/ui/Button.tsx";
import { Card } from "#web/ui/Card.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { type DrawingName, Empty } from "#web/ui/Empty.tsx";
import { useFormat } from "#web/ui/format.ts";
import { KeyPad, PinDots } from "#web/ui/KeyPad.tsx";
import { ClockLine, StepLine, Timeline } from "#web/ui/Line.tsx";
import { PersonChip } from "#web/ui/Person.tsx";
import { Dot, Pill } from "#web/ui/Pill.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Control, Notice } from "#web/ui/Stage.tsx";
import { Clock } from "#web/ui/Time.tsx";
import { toast } from "#web/ui/toast.ts";
import { Rich } from "#web/words/words.tsx";
import { BACK_CENTS, PRICE_CENTS, SATURDAY, ZONE } from "./sample.ts";
import { type Id, useWords } from "./words.ts";

export function Lines() {
  const { t } = useWords();
  const format = useFormat();
  return (
    <div className="gallery-two">
      <div className="stack">
        <StepLine
          label={t("gallery.line.steps")}
          steps={[
            { label: t("gallery.step.person"), state: "done" },
            { label: t("gallery.step.time"), state: "now" },
            { label: t("gallery.step.who") },
            { label: t("gallery.step.check") },
          ]}
        />
        <Rule />
        <div className="stage gallery-stage">
          <ClockLine part={0.366} label={t("gallery.line.clock")} />
        </div>
      </div>
      <Timeline
        label={t("gallery.record")}
        entries={[
          { id: "1", time: "2:00:41", title: t("gallery.record.joined"), text: t("gallery.record.joined.text") },
          { id: "2", time: "2:09:12", title: t("gallery.record.lost"), text: t("gallery.record.lost.text"), state: "broken" },
          { id: "3", time: "2:20:47", title: t("gallery.record.back", { sum: format.money(BACK_CENTS) }), state: "end" },
        ]}
      />
    </div>
  );
}

export function Notices() {
  const { t } = useWords();
  const format = useFormat();
  return (
    <div className="stack">
      <div className="row row-wrap">
        <Pill>{t("gallery.pill.booked")}</Pill>
        <Pill tone="line">{t("gallery.pill.fix")}</Pill>
        <Pill tone="good">{t("gallery.pill.done")}</Pill>
        <Pill tone="warn">{t("gallery.pill.checked")}</Pill>
        <Pill tone="stop">{t("gallery.pill.refused")}</Pill>
        <Dot tone="good" label={t("gallery.pill.done")} />
        <Dot tone="warn" label={t("gallery.pill.checked")} />
        <Dot tone="stop" label={t("gallery.pill.refused")} />
      </div>
      <div className="gallery-two">
        <div className="stack">
          <PersonChip name="Mateo Delgado" about={t("gallery.person.son")} />
          <PersonChip name="Lucía" about={t("gallery.person.child")} tone="glow" />
          <PersonChip name="Daniel Reyes" about={t("gallery.person.friend")} tone="plain" size="big" />
          <Card kind="line">
            <PersonChip name="Mateo Delgado" about={t("gallery.person.son")} size="small" />
          </Card>
          <Card label={t("gallery.refusal")}>
            <h3 className="gallery-head">{t("gallery.refusal")}</h3>
            <Refusal problem={problem(["visit.day_closed", "visit.allowance_used"])} />
          </Card>
        </div>
        <div className="stack">
          <Banner>{t("gallery.banner.kept")}</Banner>
          <Banner tone="good">
            <Rich<Id> id="gallery.banner.back" values={{ sum: format.money(BACK_CENTS) }} tags={{ b: <b /> }} />
          </Banner>
          <Banner tone="warn">{t("gallery.banner.id")}</Banner>
          <Banner tone="stop" icon="camera">
            <Rich<Id> id="gallery.banner.camera" tags={{ b: <b /> }} />
          </Banner>
        </div>
      </div>
    </div>
  );
}

export function Asking() {
  const { t } = useWords();
  const format = useFormat();
  const [open, setOpen] = useState(false);
  return (
    <div className="actions">
      <Button kind="second" onPress={() => setOpen(true)}>
        {t("gallery.dialog.open")}
      </Button>
      <Button kind="second" onPress={() => void toast(t("gallery.toast.text"), () => {})}>
        {t("gallery.toast.open")}
      </Button>
      <Dialog
        isOpen={open}
        onClose={() => setOpen(false)}
        title={t("gallery.dialog.title")}
        mustAnswer
        actions={
          <>
            <Button kind="stop" onPress={() => setOpen(false)}>
              {t("gallery.button.cancel")}
            </Button>
            <Button kind="second" onPress={() => setOpen(false)}>
              {t("gallery.dialog.keep")}
            </Button>
          </>
        }
      >
        <p>{t("gallery.dialog.text", { sum: format.money(PRICE_CENTS) })}</p>
      </Dialog>
    </div>
  );
}

const empties = ["visits", "people", "messages", "calm"] as const satisfies readonly DrawingName[];

export function Emptiness() {
  const { t } = useWords();
  return (
    <div className="gallery-four">
      {empties.map((name) => (
        <Empty
          key={name}
          drawing={name}
          title={t(`gallery.empty.${name}`)}
          action={<Button kind="second">{t(`gallery.empty.${name}.do`)}</Button>}
        >
          {t(`gallery.empty.${name}.text`)}
        </Empty>
      ))}
    </div>
  );
}

export function Live() {
  const { t } = useWords();
  const [muted, setMuted] = useState(false);
  return (
    <div className="stage gallery-stage stack">
      <div className="row row-wrap">
        <Notice kind="recorded">{t("gallery.live.recorded")}</Notice>
        <Notice kind="watch">{t("gallery.live.watched")}</Notice>
      </div>
      <div className="row row-wrap">
        <Control icon={muted ? "microphone-off" : "microphone"} pressed={muted} onPress={() => setMuted(!muted)}>
          {t("gallery.live.mute")}
        </Control>
        <Control icon="camera" pressed={false} onPress={() => {}}>
          {t("gallery.live.camera")}
        </Control>
        <Control icon="captions" pressed onPress={() => {}}>
          {t("gallery.live.captions")}
        </Control>
        <Control icon="hang-up" kind="end" onPress={() => {}}>
          {t("gallery.live.end")}
        </Control>
      </div>
    </div>
  );
}

const PIN_LENGTH = 6;

export function Kiosk() {
  const { t } = useWords();
  const [pin, setPin] = useState("123");
  return (
    <div className="gallery-two">
      <div className="stack">
        <Clock zone={ZONE} offsetMs={Date.parse(SATURDAY) - Date.now()} />
        <p>
          <b>{t("gallery.kiosk.pin")}</b>
        </p>
        <PinDots count={pin.length} total={PIN_LENGTH} />
      </div>
      <KeyPad
        onDigit={(digit) => setPin((before) => (before + digit).slice(0, PIN_LENGTH))}
        onDelete={() => setPin((before) => before.slice(0, -1))}
        onClear={() => setPin("")}
      />
    </div>
  );
}
