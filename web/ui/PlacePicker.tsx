import { useId } from "react";
import { useWords } from "#web/words/words.tsx";
import { type Moment, ownZone, sameClock, useFormat } from "./format.ts";

interface PlaceChoice {
  id: string;
  startsAt: Moment;
  free: boolean;
}
export interface PlacePickerProps {
  /** Read by screen readers: "Times on Saturday, November 21". */
  label: string;
  zone: string;
  places: readonly PlaceChoice[];
  value: string | undefined;
  onChange: (id: string) => void;
  /** The reader's own zone; another one only in tests and the gallery. */
  own?: string;
}

/** The starts of one day: the facility's time large, the reader's own small where the clocks differ. Full ones stay in sight. */
export function PlacePicker({ label, zone, places, value, onChange, own = ownZone() }: PlacePickerProps) {
  const { t } = useWords();
  const format = useFormat();
  const name = useId();
  const differs = places.some((place) => !sameClock(zone, own, place.startsAt));
  const at = places[0]?.startsAt;
  return (
    <fieldset>
      <legend className="hidden">{label}</legend>
      {at !== undefined && (
        <p className="soft places-zones">
          {differs
            ? t("shared.time.zones", { zone: format.zone(zone, at), own: format.zone(own, at) })
            : t("shared.time.zone", { zone: format.zone(zone, at) })}
        </p>
      )}
      <div className="places">
        {places.map((place) => (
          <label key={place.id} className="place-choice" data-state={place.free ? undefined : "full"}>
            <input
              type="radio"
              name={name}
              value={place.id}
              checked={place.id === value}
              disabled={!place.free}
              onChange={() => onChange(place.id)}
            />
            <span>
              <b>{format.time(place.startsAt, zone)}</b>
              <small>
                {place.free ? differs && t("shared.time.for_you", { time: format.time(place.startsAt, own) }) : t("shared.place.full")}
              </small>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
