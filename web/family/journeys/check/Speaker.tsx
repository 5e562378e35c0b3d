import { useState } from "react";
import { useWords } from "#web/family/words.ts";
import { playNotes } from "#web/live/notes.ts";
import { Button } from "#web/ui/Button.tsx";
import { Icon } from "#web/ui/Icon.tsx";

/** Plays two notes; whether they were heard only the person knows. */
export function Speaker({ heard, onHeard }: { heard: boolean | null; onHeard: (heard: boolean) => void }) {
  const { t } = useWords();
  const [played, setPlayed] = useState(false);
  const [playing, setPlaying] = useState(false);
  const play = () => {
    setPlaying(true);
    // A browser that plays nothing is a speaker that is not heard: the question is the same.
    void playNotes()
      .catch(() => undefined)
      .finally(() => {
        setPlaying(false);
        setPlayed(true);
      });
  };
  return (
    <section className="card stack" aria-labelledby="speaker">
      <h2 id="speaker" className="h3">
        {t("family.equipment.speaker")}
      </h2>
      <p>{t("family.equipment.speaker.lead")}</p>
      <Button kind="second" wide isPending={playing} onPress={play}>
        {t(played ? "family.equipment.play.again" : "family.equipment.play")}
      </Button>
      {played && (
        <fieldset className="stack answer">
          <legend>{t("family.equipment.heard.ask")}</legend>
          <div className="answers">
            <Button kind="second" pressed={heard === true} onPress={() => onHeard(true)}>
              {heard === true && <Icon name="check" />}
              {t("family.equipment.heard.yes")}
            </Button>
            <Button kind="second" pressed={heard === false} onPress={() => onHeard(false)}>
              {heard === false && <Icon name="check" />}
              {t("family.equipment.heard.no")}
            </Button>
          </div>
        </fieldset>
      )}
    </section>
  );
}
