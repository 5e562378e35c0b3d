import { useState } from "react";
import { Button, ButtonLink } from "#web/ui/Button.tsx";
import { RadioGroup } from "#web/ui/Choice.tsx";
import { countdown, useFormat } from "#web/ui/format.ts";
import { Icon, iconNames } from "#web/ui/Icon.tsx";
import { Money } from "#web/ui/Money.tsx";
import { ThemeChoice } from "#web/ui/ThemeChoice.tsx";
import { TimeWithZone } from "#web/ui/Time.tsx";
import { CAP_CENTS, SATURDAY } from "./sample.ts";
import { useWords } from "./words.ts";

const colours = ["paper", "card", "sunk", "ink", "ink-soft", "line", "line-soft", "glow", "good", "warn", "stop", "edge-strong"] as const;

/** Theme and size, changed for the whole gallery. */
export function Look() {
  const { t } = useWords();
  const [app, setApp] = useState<"public" | "kiosk">(() => (document.documentElement.dataset.app === "kiosk" ? "kiosk" : "public"));
  return (
    <div className="gallery-two">
      <ThemeChoice />
      <RadioGroup
        label={t("gallery.app")}
        value={app}
        onChange={(value) => {
          document.documentElement.dataset.app = value;
          setApp(value);
        }}
        options={[
          { value: "public", label: t("gallery.app.any") },
          { value: "kiosk", label: t("gallery.app.kiosk") },
        ]}
      />
    </div>
  );
}

export function Colour() {
  const { t } = useWords();
  return (
    <ul className="gallery-four">
      {colours.map((name) => (
        <li key={name} className="gallery-colour">
          <span style={{ background: `var(--${name})` }} />
          <span>
            <b>{name}</b>
            <br />
            <span className="soft">{t(`gallery.colour.${name}`)}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}

export function Type() {
  const { t } = useWords();
  const format = useFormat();
  return (
    <div className="gallery-two">
      <div className="stack">
        <p className="title">{t("gallery.words.page_title")}</p>
        <h2>{t("gallery.words.section")}</h2>
        <p className="lead">{t("gallery.words.lead")}</p>
        <p>{t("shared.money.rule")}</p>
        <p className="soft">{t("gallery.words.soft", { cap: format.money(CAP_CENTS) })}</p>
        <p>
          <TimeWithZone at={SATURDAY} zone="America/Denver" own="America/New_York" />
        </p>
      </div>
      <div className="stack">
        <p className="gallery-big">
          <Money cents={1240} />
        </p>
        <p className="gallery-running nums">{countdown(761)}</p>
        <p className="soft">{t("gallery.words.note")}</p>
      </div>
    </div>
  );
}

export function Buttons() {
  const { t } = useWords();
  return (
    <div className="actions">
      <Button>{t("gallery.button.book")}</Button>
      <ButtonLink href="#main" kind="second">
        {t("gallery.button.add")}
      </ButtonLink>
      <Button kind="quiet">{t("gallery.button.all")}</Button>
      <Button kind="stop-second">{t("gallery.button.cancel")}</Button>
      <Button kind="stop">{t("gallery.button.lose")}</Button>
      <Button isDisabled>{t("gallery.button.wait")}</Button>
      <Button isPending>{t("gallery.button.pending")}</Button>
      <Button size="small" kind="second">
        <Icon name="plus" />
        {t("gallery.button.add")}
      </Button>
    </div>
  );
}

export function Icons() {
  return (
    <ul className="gallery-icons">
      {iconNames.map((name) => (
        <li key={name}>
          <Icon name={name} />
          <span>{name}</span>
        </li>
      ))}
    </ul>
  );
}
