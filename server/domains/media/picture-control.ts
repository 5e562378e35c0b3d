import type { LinkReport, PictureMode } from "./media.types.ts";
import { freshWay, type Picture, pictureFor, pictureOver, type SentPicture, SOUND_KBPS, type Way, wayOver } from "./picture.rules.ts";
import { afterReport, freshLink, mayBeSent, type ViewerLink } from "./viewer-link.rules.ts";

/** A party as this control sees it. */
export interface Sighted {
  id: string;
  /** Whom this party receives now. */
  feeds(): string[];
  /** Holds this party's own picture to this from now on. */
  sendPicture(picture: SentPicture): void;
  /** Lets this party have pictures, or sound alone. */
  takePicture(mode: PictureMode): void;
}

export interface PictureControl {
  /** What a party's page says it received since its last report. */
  report(id: string, said: LinkReport): void;
  /** Somebody's connections began anew, or are gone: nothing is known of their link. */
  forget(id: string): void;
}

interface Viewer {
  link: ViewerLink;
  way: Way;
  last: LinkReport;
}

/** IP, UDP and the rest of a packet that a browser does not count. */
const PACKET_BYTES = 28;
/** Reports further apart than this speak of a gap and not of a rate. */
const REPORT_MS_MAX = 4000;
const REPORT_MS_MIN = 300;

/** Keeps what each party sends to what the weakest viewer's link carries, from the pages' own reports. */
export function createPictureControl(parties: () => readonly Sighted[], maxKbps: number): PictureControl {
  const viewers = new Map<string, Viewer>();
  const sent = new Map<string, SentPicture>();

  function apply(): void {
    const all = parties();
    const over = new Map<string, Picture[]>();
    for (const party of all) {
      const viewer = viewers.get(party.id);
      const feeds = party.feeds();
      if (!viewer || feeds.length === 0) continue;
      const { mode: before } = viewer.way;
      viewer.way = wayOver(viewer.link.kbps, feeds.length, viewer.way, viewer.last.atMs);
      const { mode } = viewer.way;
      if (mode !== before) party.takePicture(mode);
      const picture = pictureOver(mayBeSent(viewer.link), feeds.length, mode);
      for (const feed of feeds) over.set(feed, [...(over.get(feed) ?? []), picture]);
    }
    for (const party of all) {
      const before = sent.get(party.id);
      const picture = pictureFor(over.get(party.id) ?? [], maxKbps, before?.shrink);
      if (before?.kbps === picture.kbps && before.mode === picture.mode && before.shrink === picture.shrink) continue;
      sent.set(party.id, picture);
      party.sendPicture(picture);
    }
  }

  return {
    report(id, said) {
      const party = parties().find((one) => one.id === id);
      if (!party) return;
      const most = (maxKbps + SOUND_KBPS) * Math.max(1, party.feeds().length);
      const viewer = viewers.get(id) ?? { link: freshLink(most), way: freshWay, last: said };
      viewers.set(id, viewer);
      const ms = said.atMs - viewer.last.atMs;
      viewer.last = said;
      if (ms < REPORT_MS_MIN || ms > REPORT_MS_MAX || party.feeds().length === 0) return;
      const kbps = ((said.bytes + said.packets * PACKET_BYTES) * 8) / ms;
      const packets = said.lost + said.packets;
      viewer.link = afterReport(viewer.link, { atMs: said.atMs, kbps, lost: said.lost / Math.max(1, packets), packets }, most);
      apply();
    },
    forget(id) {
      viewers.delete(id);
      sent.delete(id);
    },
  };
}
