import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#web/client/api.ts";
import { call } from "#web/client/call.ts";
import { asProblem, type Problem } from "#web/client/problem.ts";
import { reading } from "#web/client/query.ts";
import { Brand } from "#web/ui/Brand.tsx";
import { Button, ButtonLink } from "#web/ui/Button.tsx";
import { LanguageSwitch } from "#web/ui/LanguageSwitch.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Skeleton } from "#web/ui/Skeleton.tsx";
import { SkipLink } from "#web/ui/SkipLink.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { Arch, apps, type DoorApp } from "./Arch.tsx";
import { useWords } from "./words.ts";
import "./door.css";

/** The way in: four doors. In a demonstration each has a ready sign-in behind it; in a real world they only lead on. */
export function Door() {
  const { t } = useWords();
  const world = useQuery(reading(api.world));
  const [opening, setOpening] = useState<DoorApp>();
  const [refused, setRefused] = useState<Problem>();
  usePageTitle(t("door.page"));

  const demo = world.data?.kind === "demo";
  const enter = async (app: DoorApp, id: string) => {
    setOpening(app);
    setRefused(undefined);
    try {
      await call(api.enterDoor, { params: { id } });
      location.assign(`/${app}`);
    } catch (caught) {
      setRefused(asProblem(caught));
      setOpening(undefined);
    }
  };

  return (
    <>
      <SkipLink />
      <header className="door-top">
        <Brand href="/" />
        <LanguageSwitch />
      </header>
      <main id="main" className="door-page" tabIndex={-1}>
        <div className="door-hero">
          <h1>{t("door.title")}</h1>
          <p className="lead">{world.isPending ? <Skeleton width="70%" /> : t(demo ? "door.lead.demo" : "door.lead.real")}</p>
        </div>
        {(refused ?? world.error) && <Refusal problem={refused ?? asProblem(world.error)} />}
        <ul className="doors" aria-label={t("door.doors")}>
          {apps.map((app) => {
            const ready = world.data?.doors.find((door) => door.app === app);
            return (
              <li className="doorway" key={app}>
                <Arch app={app} />
                <h2>{t(`door.${app}.title`)}</h2>
                <p>{t(`door.${app}.text`)}</p>
                <p className="door-who soft">
                  {app === "public" ? t("door.public.who") : ready && t(`door.${app}.who`, { name: ready.name })}
                </p>
                {app === "public" ? (
                  <ButtonLink href="/public">{t("door.public.go")}</ButtonLink>
                ) : ready ? (
                  <Button onPress={() => void enter(app, ready.id)} isPending={opening === app}>
                    {opening === app ? t("door.going") : t(`door.${app}.go`, { name: ready.name.split(" ")[0] ?? ready.name })}
                  </Button>
                ) : (
                  <ButtonLink href={`/${app}`}>{t(`door.${app}.plain`)}</ButtonLink>
                )}
              </li>
            );
          })}
        </ul>
        <footer className="door-foot soft">
          <p>{t(demo ? "door.tip" : "door.real.tip")}</p>
          <p className="row row-wrap">
            {demo && <a href="/outbox">{t("door.outbox")}</a>}
            <a href="/gallery">{t("door.parts")}</a>
          </p>
        </footer>
      </main>
    </>
  );
}
