import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Navigate, useNavigate, useParams } from "@tanstack/react-router";
import { api } from "#web/client/api.ts";
import { reading, useAct } from "#web/client/query.ts";
import { firstName } from "#web/family/journeys/visits/visit-words.ts";
import { paths } from "#web/family/paths.ts";
import { Go } from "#web/family/shell/Go.tsx";
import { Back, Bottom, Failed } from "#web/family/shell/parts.tsx";
import { useTimes } from "#web/family/shell/times.ts";
import { useWords } from "#web/family/words.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { Button } from "#web/ui/Button.tsx";
import { Icon } from "#web/ui/Icon.tsx";
import { PersonChip } from "#web/ui/Person.tsx";
import { useQuoteWords } from "#web/ui/quote-words.ts";
import { useNow } from "#web/ui/Time.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { Waiting } from "#web/ui/Waiting.tsx";
import { BookSteps } from "./BookSteps.tsx";
import { type Booking, changeBooking, forgetBooking, guestsOf, type Places, useBooking } from "./booking.ts";
import { isOfParty, Party } from "./Party.tsx";
import { isOfMoney, Price, quoteOf } from "./Price.tsx";
import { Refused } from "./Refused.tsx";
import { useHold } from "./use-hold.ts";

/** The last step of booking; without a kept place there is nothing to check, and one picks a time first. */
export default function CheckBooking() {
  const { t } = useWords();
  const { connectionId = "" } = useParams({ strict: false });
  const booking = useBooking(connectionId);
  // Whoever comes back from adding money reads what is in their wallet now.
  const places = useQuery({ ...reading(api.places, { params: { connectionId } }), staleTime: 0 });
  usePageTitle(t("family.check.title"));
  if (!booking.holdId) return <Navigate to={paths.pickTime} params={{ connectionId }} replace />;
  if (places.error) return <Failed problem={places.error} />;
  if (!places.data) return <Waiting />;
  return <Check places={places.data} connectionId={connectionId} kept={booking} />;
}

function Check({ places, connectionId, kept }: { places: Places; connectionId: string; kept: Booking }) {
  const { t } = useWords();
  const times = useTimes();
  const now = useNow();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const again = useHold(connectionId);
  const quoteWords = useQuoteWords();
  const book = useAct(api.bookVisit, {
    onDone: async (visit) => {
      await Promise.all([
        queries.invalidateQueries({ queryKey: [api.ownVisits.id] }),
        queries.invalidateQueries({ queryKey: [api.places.id] }),
      ]);
      await navigate({ to: paths.booked, params: { visitId: visit.id }, replace: true });
      forgetBooking(connectionId);
    },
  });
  const known = useQuery(reading(api.ownGuests)).data;
  // Whoever went off the list in another window is not named again.
  const guestIds = guestsOf(kept).filter((id) => known === undefined || known.some((guest) => guest.id === id));
  const ofParty = book.error && isOfParty(book.error) ? book.error : null;
  const ofMoney = book.error && isOfMoney(book.error) ? book.error : null;
  const quote = quoteOf(places, kept);
  const isShort = quote !== undefined && quoteWords.ownOf(quote) > places.walletCents;
  const refused = again.error ?? book.error;
  if (refused && !ofParty && !ofMoney)
    return (
      <Refused
        problem={refused}
        asked={kept}
        places={places}
        connectionId={connectionId}
        isPending={again.isPending}
        onTry={(place) => {
          book.reset();
          again.keep(place);
        }}
        onBack={() => void navigate({ to: paths.pickTime, params: { connectionId }, search: { day: kept.day } })}
      />
    );

  const { mutate } = book;
  const bookIt = () =>
    mutate(
      { body: { id: kept.visitId, holdId: kept.holdId, guestIds, atMostCents: quote ? quoteWords.ownOf(quote) : 0 } },
      // What is refused since the price or the wallet is another one now is shown as it is now.
      { onError: (problem) => isOfMoney(problem) && void queries.invalidateQueries({ queryKey: [api.places.id] }) },
    );
  const left = Math.max(0, (Number(kept.keptUntil) - now) / 1000);
  const zone = places.timeZone;
  const when = times.weekdayTime(kept.startsAt, kept.day, zone);
  return (
    <>
      <Back to={paths.pickTime} params={{ connectionId }}>
        {t("family.check.change")}
      </Back>
      <BookSteps now="check" />
      <h1 className="h1-small">{t("family.check.title")}</h1>
      <section className="card gap-5" aria-label={t("family.check.visit")}>
        <PersonChip name={places.residentName} about={places.facilityName} />
        <p className="when">
          {times.day(kept.day)}, <span className="nowrap">{times.time(kept.startsAt, zone)}</span>
        </p>
        <p className="soft">{times.where(kept.startsAt, zone)}</p>
        <dl className="facts gap-4">
          <div>
            <dt>{t("family.check.kind")}</dt>
            <dd>{t("family.visit.kind", { minutes: places.visitMinutes })}</dd>
          </div>
          <div>
            <dt>{t("family.check.ends")}</dt>
            <dd>{times.time(kept.endsAt, zone)}</dd>
          </div>
        </dl>
      </section>
      <Party
        rules={places.party}
        problem={ofParty}
        chosen={{
          guestIds,
          choose: (ids) => {
            book.reset();
            changeBooking(connectionId, { guestIds: ids.join(",") });
          },
        }}
      />
      <Price quote={quote} walletCents={places.walletCents} problem={ofMoney} />
      <ul className="bullets gap-5">
        {places.mustBeWatched && <li>{t("family.check.watched")}</li>}
        {places.recorded && <li>{t("family.check.recorded")}</li>}
        <li>{t("family.check.cancel", { name: firstName(places.residentName) })}</li>
        <li>{t("family.check.end")}</li>
      </ul>
      <div role="status">
        {left === 0 && (
          <div className="gap-5">
            <Banner tone="warn">
              <p>
                <b>{t("visit.hold_expired")}</b> {t("visit.hold_expired.more")}
              </p>
            </Banner>
          </div>
        )}
      </div>
      <Bottom label={t("family.book.bottom")}>
        {left > 0 ? (
          <>
            <p className="spread">
              <span className="row kept">
                <Icon name="clock" />
                <span>
                  {t("family.check.kept")} <b className="nums">{times.duration(left)}</b>
                </span>
              </span>
              <b className="money">{quote ? quoteWords.short(quote) : t("family.free")}</b>
            </p>
            {/* The half-made booking is kept in this tab: whoever comes back goes on where they were. */}
            {isShort && (
              <Go to={paths.wallet} look="button" wide>
                {t("bill.wallet.add")}
              </Go>
            )}
            <Button kind={isShort ? "second" : "line"} wide isPending={book.isPending} onPress={bookIt}>
              {t("family.check.book", { when })}
            </Button>
          </>
        ) : (
          <Go to={paths.pickTime} params={{ connectionId }} search={{ day: kept.day }} look="button" wide>
            {t("family.check.again")}
          </Go>
        )}
      </Bottom>
    </>
  );
}
