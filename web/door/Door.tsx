import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#web/client/api.ts";
import { call } from "#web/client/call.ts";
import { asProblem, type Problem } from "#web/client/problem.ts";
import { reading } from "#web/client/query.ts";
import { Button, ButtonLink } from "#web/ui/Button.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Skeleton } from "#web/ui/Skeleton.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { Arch, apps, type DoorApp } from "./Arch.tsx";
import { useWords } from "./words.ts";

/** The way in: four doors. In a demonstration each has a ready sign-in behind it; in a real world they only lead on. */
export function Door() {
  const { t } = useWords();
  const world = useQuery(reading(api.world));
  const [opening, setOpening] = useState<string>();
  const [refused, setRefused] = useState<Problem>();
  usePageTitle(t("door.page"));

  const doors = world.data?.doors ?? [];
  const otherStaff = doors.filter((door) => door.app === "staff").slice(1);
  const demo = world.data?.kind === "demo";
  const enter = async (app: DoorApp, id: string) => {
    setOpening(id);
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
      <div className="door-hero">
        <h1>{t("door.title")}</h1>
        <p className="lead">{world.isPending ? <Skeleton width="70%" /> : t(demo ? "door.lead.demo" : "door.lead.real")}</p>
      </div>
      {(refused ?? world.error) && <Refusal problem={refused ?? asProblem(world.error)} />}
      <ul className="doors" aria-label={t("door.doors")}>
        {apps.map((app) => {
          const first = doors.find((door) => door.app === app);
          return (
            <li className="doorway" key={app}>
              <Arch app={app} />
              <h2>{t(`door.${app}.title`)}</h2>
              <p>{t(`door.${app}.text`)}</p>
              <p className="door-who soft">
                {app === "public" ? t("door.public.who") : first && t(`door.${app}.who`, { name: first.name })}
              </p>

              {app === "public" ? (
                <ButtonLink href="/public">{t("door.public.go")}</ButtonLink>
              ) : first ? (
                <Button onPress={() => void enter(app, first.id)} isPending={opening === first.id}>
                  {opening === first.id ? t("door.going") : t(`door.${app}.go`, { name: givenName(first.name) })}
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
        {otherStaff.length > 0 && (
          <p className="door-others">
            {t("door.staff.others")}
            {otherStaff.map((other) => (
              <Button
                key={other.id}
                kind="quiet"
                size="small"
                onPress={() => void enter("staff", other.id)}
                isPending={opening === other.id}
              >
                {other.name}
              </Button>
            ))}
          </p>
        )}
        <p className="row row-wrap">
          {demo && <a href="#outbox">{t("door.outbox")}</a>}
          <a href="/gallery">{t("door.parts")}</a>
        </p>
      </footer>
    </>
  );
}

const givenName = (name: string): string => name.split(" ")[0] ?? name;
