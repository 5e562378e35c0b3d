import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { api } from "#web/client/api.ts";
import { call } from "#web/client/call.ts";
import { reading } from "#web/client/query.ts";
import { firstName } from "#web/family/journeys/visits/visit-words.ts";
import { paths } from "#web/family/paths.ts";
import { Go } from "#web/family/shell/Go.tsx";
import { Back, Bottom, Failed } from "#web/family/shell/parts.tsx";
import { useTimes } from "#web/family/shell/times.ts";
import { useWords } from "#web/family/words.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { Button } from "#web/ui/Button.tsx";
import { DayPicker } from "#web/ui/DayPicker.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { PlacePicker } from "#web/ui/PlacePicker.tsx";
import { useQuoteWords } from "#web/ui/quote-words.ts";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { Waiting } from "#web/ui/Waiting.tsx";
import { BookSteps } from "./BookSteps.tsx";
import { allPlaces, changeBooking, type Places, placeKey, useBooking } from "./booking.ts";
import { ClosedDays } from "./ClosedDays.tsx";
import { quoteOf } from "./Price.tsx";
import { Refused } from "./Refused.tsx";
import { useHold } from "./use-hold.ts";

const DAY = { month: "long", day: "numeric" } as const;

/** The second step of booking: a calendar that shows what is free, and the starts of one day. */
export default function PickTime() {
  const { t } = useWords();
  const { connectionId = "" } = useParams({ strict: false });
  const booking = useBooking(connectionId);
  const places = useQuery({ ...reading(api.places, { params: { connectionId } }), staleTime: 0 });
  const hold = useHold(connectionId);
  usePageTitle(t("family.book.time.title"));

  // Who comes back to choose again gives the kept place back first: it would stand in their own way.
  const [earlier] = useState(booking.holdId);
  const { refetch } = places;
  useEffect(() => {
    if (!earlier) return;
    changeBooking(connectionId, { holdId: "", visitId: "", keptUntil: "" });
    void call(api.releaseHold, { params: { holdId: earlier } })
      // A hold that is over by itself is given back already.
      .catch(() => {})
      .then(() => refetch());
  }, [earlier, connectionId, refetch]);

  if (places.error)
    return (
      <>
        <BookSteps now="person" />
        <Failed problem={places.error}>
          <Go to={paths.person} params={{ connectionId }} look="button" wide>
            {t("family.book.see_person")}
          </Go>
        </Failed>
      </>
    );
  if (!places.data) return <Waiting />;
  if (hold.error)
    return (
      <Refused
        problem={hold.error}
        asked={booking}
        places={places.data}
        connectionId={connectionId}
        isPending={hold.isPending}
        onTry={hold.keep}
        onBack={() => {
          hold.reset();
          void places.refetch();
        }}
      />
    );
  return <Calendar places={places.data} connectionId={connectionId} onKeep={hold.keep} isPending={hold.isPending} />;
}

function Calendar({
  places,
  connectionId,
  onKeep,
  isPending,
}: {
  places: Places;
  connectionId: string;
  onKeep: ReturnType<typeof useHold>["keep"];
  isPending: boolean;
}) {
  const { t } = useWords();
  const times = useTimes();
  const navigate = useNavigate();
  const quoteWords = useQuoteWords();
  const booking = useBooking(connectionId);
  const { day: asked } = useSearch({ strict: false }) as { day?: string };
  const dayHeading = useRef<HTMLHeadingElement>(null);
  const day = places.days.find((one) => one.day === asked && one.places.length > 0);
  const chosen = allPlaces(places).find((place) => placeKey(place) === placeKey(booking) && place.free && place.day === day?.day);
  const quote = chosen && quoteOf(places, chosen);
  const anything = places.days.some((one) => one.free > 0);
  const name = firstName(places.residentName);

  const chooseDay = (to: string) => {
    void navigate({ to: paths.pickTime, params: { connectionId }, search: { day: to }, replace: true, resetScroll: false });
    // The starts stand below the calendar, out of sight on a phone.
    requestAnimationFrame(() => dayHeading.current?.scrollIntoView({ block: "nearest", behavior: "smooth" }));
  };
  const choosePlace = (key: string) => {
    const place = allPlaces(places).find((one) => placeKey(one) === key);
    if (place)
      changeBooking(connectionId, {
        sessionTemplateId: place.sessionTemplateId,
        startsAt: place.startsAt,
        endsAt: place.endsAt,
        day: place.day,
      });
  };
  return (
    <>
      <Back to={paths.book}>{t("family.book.other_person")}</Back>
      <BookSteps now="time" />
      <h1 className="h1-small">{t("family.book.time", { name })}</h1>
      <p className="soft gap-2">
        {t("family.book.length", { minutes: places.visitMinutes, facility: places.facilityName })}{" "}
        {t("family.book.window", { from: times.day(places.from, DAY), through: times.day(places.through, DAY) })}
      </p>
      {!anything && (
        <div className="gap-5">
          <Empty
            drawing="calm"
            title={t("family.book.full")}
            action={
              <Go to={paths.person} params={{ connectionId }} look="second">
                {t("family.book.see_rules")}
              </Go>
            }
          >
            {t("family.book.full.more")}
          </Empty>
        </div>
      )}
      <div className="part">
        <DayPicker
          from={places.from}
          through={places.through}
          days={places.days.map((one) => ({ day: one.day, free: one.free, full: one.free === 0 && one.places.length > 0 }))}
          value={day?.day}
          onChange={chooseDay}
        />
        <ClosedDays connectionId={connectionId} from={places.from} through={places.through} />
      </div>
      {day && (
        <section className="part" aria-labelledby="starts">
          <h2 id="starts" ref={dayHeading} className="scroll-room" aria-live="polite">
            {times.day(day.day)}
          </h2>
          <PlacePicker
            label={t("family.book.times_on", { day: times.dayInside(day.day) })}
            zone={places.timeZone}
            places={day.places.map((place) => ({ id: placeKey(place), startsAt: place.startsAt, free: place.free }))}
            value={chosen ? placeKey(chosen) : undefined}
            onChange={choosePlace}
          />
        </section>
      )}
      {places.mustBeWatched && (
        <div className="gap-6">
          <Banner icon="eye">{t("family.book.watched", { name: firstName(places.residentName) })}</Banner>
        </div>
      )}
      {!places.recorded ? null : (
        <div className="gap-6">
          <Banner icon="record">{t("family.book.recorded")}</Banner>
        </div>
      )}
      <Bottom label={t("family.book.bottom")}>
        <p className="spread">
          <span>{chosen ? times.where(chosen.startsAt, places.timeZone) : t(day ? "family.book.pick_time" : "family.book.pick_day")}</span>
          {chosen && <b className="money">{quote ? quoteWords.short(quote) : t("family.free")}</b>}
        </p>
        <Button wide isDisabled={!chosen} isPending={isPending} onPress={() => chosen && onKeep(chosen)}>
          {chosen
            ? t("family.book.keep", { when: times.weekdayTime(chosen.startsAt, chosen.day, places.timeZone) })
            : t("family.book.keep.none")}
        </Button>
      </Bottom>
    </>
  );
}
