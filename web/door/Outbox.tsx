import { useQuery } from "@tanstack/react-query";
import type { AnswerOf } from "#contracts/endpoint.ts";
import type { demo } from "#contracts/system.ts";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { Button } from "#web/ui/Button.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { ownZone, useFormat } from "#web/ui/format.ts";
import { Icon } from "#web/ui/Icon.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { Waiting } from "#web/ui/Waiting.tsx";
import { useWords } from "./words.ts";

type Letter = AnswerOf<typeof demo.outbox>[number];
const LOOK_AGAIN_MS = 3000;

/** Every e-mail that a demonstration would have sent, newest first, with its links alive. Only demonstrations have one. */
export function Outbox() {
  const { t } = useWords();
  const letters = useQuery({ ...reading(api.outbox), refetchInterval: LOOK_AGAIN_MS });
  usePageTitle(t("door.outbox.title"));
  return (
    <div className="outbox stack">
      <a className="linkish" href="/">
        <Icon name="previous" />
        {t("door.doors")}
      </a>
      <h1>{t("door.outbox.title")}</h1>
      <p className="lead soft">{t("door.outbox.lead")}</p>
      {letters.error && <Refusal problem={letters.error} />}
      {letters.isPending && <Waiting />}
      {letters.data?.length === 0 && (
        <Empty drawing="messages" title={t("door.outbox.empty")}>
          {t("door.outbox.empty.text")}
        </Empty>
      )}
      {letters.data?.map((letter) => (
        <LetterCard key={letter.id} letter={letter} />
      ))}
    </div>
  );
}

function LetterCard({ letter }: { letter: Letter }) {
  const { t } = useWords();
  const format = useFormat();
  const zone = ownZone();
  return (
    <article className="card outbox-letter" aria-labelledby={letter.id}>
      <h2 id={letter.id}>{letter.subject}</h2>
      <p className="soft">
        {t("door.outbox.to", { to: letter.to })} · {format.nearDay(letter.at, zone, Date.now())}, {format.time(letter.at, zone)}
      </p>
      <p className="outbox-text">{withLinks(letter.text)}</p>
      {letter.attachments.map((file) => (
        <Button key={file.name} kind="second" size="small" onPress={() => save(file)}>
          <Icon name="download" />
          {file.name}
        </Button>
      ))}
    </article>
  );
}

/** Addresses in a letter's plain text, as links. */
function withLinks(text: string) {
  return text.split(/(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)])/).map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: a letter never changes.
      <a key={index} href={part}>
        {part}
      </a>
    ) : (
      part
    ),
  );
}

function save(file: Letter["attachments"][number]): void {
  const url = URL.createObjectURL(new Blob([file.text], { type: file.type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = file.name;
  link.click();
  URL.revokeObjectURL(url);
}
