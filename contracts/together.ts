import { z } from "zod";
import { Done, Id, Instant, Nothing } from "./common.ts";
import { endpoint } from "./endpoint.ts";
import { seats } from "./live-limits.ts";
import {
  ALT_LENGTH_MAX,
  PAGE_HEIGHT,
  PAGE_WIDTH,
  PART_POINTS_MAX,
  penColours,
  penWidths,
  sharedPictures,
  sheetRefusals,
  sheetStatuses,
  UPDATE_BYTES_MAX,
  WORDS_LENGTH_MAX,
} from "./together-limits.ts";

export * from "./together-limits.ts";

/**
 * Together: the sheet of paper that both sides of a visit draw on, put pictures on and turn the pages of. One Yjs document a visit: an array of marks
 * for each page, under the page's id. Which pages there are, and which one is open, are the server's to say.
 */

const SeatName = z.enum(seats);
const x = z.number().int().min(0).max(PAGE_WIDTH);
const y = z.number().int().min(0).max(PAGE_HEIGHT);
/** One part of a line that was drawn; parts of the same `id` are one line. Points are x, y, x, y, … */
const Stroke = z.strictObject({
  kind: z.literal("stroke"),
  id: Id,
  seat: SeatName,
  colour: z.enum(penColours),
  width: z.enum(penWidths),
  points: z
    .array(z.number().int().min(0).max(PAGE_HEIGHT))
    .min(2)
    .max(PART_POINTS_MAX * 2)
    .refine((all) => all.length % 2 === 0 && all.every((value, index) => index % 2 === 1 || value <= PAGE_WIDTH)),
});
const Words = z.strictObject({
  kind: z.literal("words"),
  id: Id,
  seat: SeatName,
  colour: z.enum(penColours),
  x,
  y,
  words: z.string().trim().min(1).max(WORDS_LENGTH_MAX),
});
/** What may stand on a page, and nothing else may. */
export const Mark = z.discriminatedUnion("kind", [Stroke, Words]);
export type Mark = z.infer<typeof Mark>;

const Base64 = (bytes: number) => z.base64().max(Math.ceil(bytes / 3) * 4);

/** What a page asks of the sheet. Every act has effect once, however often it is sent. */
export const TogetherAct = z.discriminatedUnion("act", [
  /** Opens the sheet, or comes back to it: the answer holds what lacks beyond `vector`. */
  z.strictObject({ act: z.literal("open"), vector: Base64(4096).optional() }),
  z.strictObject({ act: z.literal("draw"), update: Base64(UPDATE_BYTES_MAX) }),
  z.strictObject({ act: z.literal("turn"), page: Id }),
  /** Takes everybody's marks off a page. */
  z.strictObject({ act: z.literal("clear"), page: Id }),
  /** Adds pages after the last one, and turns to the first of them: an empty one, or those of a picture or a story. */
  z.strictObject({ act: z.literal("put_up"), id: Id, sheetId: Id.nullable() }),
]);
export type TogetherAct = z.infer<typeof TogetherAct>;

/** Words that stand beside a picture for who cannot see it, in the languages that there are. */
export const Alt = z.strictObject({ en: z.string().max(ALT_LENGTH_MAX).optional(), es: z.string().max(ALT_LENGTH_MAX).optional() });
export type Alt = z.infer<typeof Alt>;

export const TogetherPage = z.strictObject({
  id: Id,
  /** What is drawn upon; null: blank. */
  pictureId: Id.nullable(),
  alt: Alt.nullable(),
  /** Which page of its picture, story or PDF, from 1. */
  number: z.number().int(),
  by: SeatName,
});
export type TogetherPage = z.infer<typeof TogetherPage>;

const Pages = { pages: z.array(TogetherPage), page: Id };
/** What the server tells of the sheet. */
export const TogetherNews = z.discriminatedUnion("news", [
  /** All of it. `vector` is what the server has: a page that has more sends it. */
  z.strictObject({ news: z.literal("opened"), ...Pages, update: z.string(), vector: z.string() }),
  z.strictObject({ news: z.literal("drawn"), by: SeatName, update: z.string() }),
  z.strictObject({ news: z.literal("pages"), ...Pages, by: SeatName, why: z.enum(["turned", "put_up"]) }),
  z.strictObject({ news: z.literal("cleared"), by: SeatName, page: Id, update: z.string() }),
  /** Something is missing before what the page sent: it sends again all beyond `vector`. */
  z.strictObject({ news: z.literal("lacking"), vector: z.string() }),
  /** What the page sent last is not kept; it takes the server's sheet in place of its own. */
  z.strictObject({ news: z.literal("refused"), codes: z.array(z.string()) }),
  /** The facility has decided about a picture: the family's page asks for the list again. */
  z.strictObject({ news: z.literal("sheets") }),
]);
export type TogetherNews = z.infer<typeof TogetherNews>;

export const SharedPictures = z.enum(sharedPictures);
export const SheetRefusal = z.enum(sheetRefusals);

/** A picture or a PDF that a family has sent for one visit. */
export const OwnSheet = z.strictObject({
  id: Id,
  status: z.enum(sheetStatuses),
  reason: SheetRefusal.nullable(),
  alt: Alt,
  pages: z.number().int(),
  /** A PDF was longer than what is taken of one. */
  cut: z.boolean(),
  sentAt: Instant,
});
export type OwnSheet = z.infer<typeof OwnSheet>;

/** A story or a page of homework on the facility's own shelf. */
export const ShelfSheet = z.strictObject({ id: Id, title: Alt, pages: z.number().int(), coverId: Id.nullable() });
export type ShelfSheet = z.infer<typeof ShelfSheet>;

export const WaitingSheet = z.strictObject({
  id: Id,
  visitId: Id,
  visitStartsAt: Instant,
  timeZone: z.string(),
  residentName: z.string(),
  contactName: z.string(),
  alt: Alt,
  pictureIds: z.array(Id),
  sentAt: Instant,
  /** The visit runs now, and both sides wait for an answer. */
  live: z.boolean(),
});
export type WaitingSheet = z.infer<typeof WaitingSheet>;

/** One step of a visit's sheet, as staff play it back beside the recording. */
export const TogetherStep = z.strictObject({
  at: Instant,
  by: SeatName,
  step: z.enum(["drawn", "cleared", "turned", "put_up"]),
  page: Id.nullable(),
  update: z.string().nullable(),
});
export type TogetherStep = z.infer<typeof TogetherStep>;

const OfVisit = z.strictObject({ visitId: Id });
const AtFacility = z.strictObject({ facilityId: Id });
const AltBody = z.string().trim().min(1).max(ALT_LENGTH_MAX);
const Title = z.strictObject({ en: AltBody, es: AltBody });
const pictureErrors = ["picture.not_a_picture", "picture.too_large", "picture.too_small"] as const;
const fileErrors = [...pictureErrors, "together.pdf_unreadable", "together.sheet_unknown", "request.too_many"] as const;

export const togetherOutside = {
  ownSheets: endpoint({
    id: "ownSheets",
    method: "GET",
    path: "/api/outside/visits/:visitId/together",
    permission: "together.send",
    summary: "Which pictures this family has sent for a visit, what the facility said, and the facility's own shelf",
    params: OfVisit,
    answer: {
      status: 200,
      schema: z.strictObject({ rule: SharedPictures, sheets: z.array(OwnSheet), shelf: z.array(ShelfSheet), kept: z.boolean() }),
    },
    errors: ["visit.unknown"],
  }),
  sendSheet: endpoint({
    id: "sendSheet",
    method: "POST",
    path: "/api/outside/visits/:visitId/together/sheets",
    permission: "together.send",
    summary: "Say what picture comes next, in words for who cannot see it; its bytes follow",
    params: OfVisit,
    body: z.strictObject({ id: Id, alt: AltBody }),
    answer: { status: 201, schema: Done },
    errors: ["visit.unknown", "visit.over", "together.pictures_off", "together.sheets_full"],
  }),
  sendSheetFile: endpoint({
    id: "sendSheetFile",
    method: "POST",
    path: "/api/outside/visits/:visitId/together/sheets/:sheetId/file",
    permission: "together.send",
    summary: "The picture (JPEG, PNG or WebP) or PDF as raw bytes; each page is made anew",
    params: z.strictObject({ visitId: Id, sheetId: Id }),
    upload: true,
    answer: { status: 201, schema: OwnSheet },
    errors: ["visit.unknown", "visit.over", "together.pictures_off", ...fileErrors],
  }),
  takeBackSheet: endpoint({
    id: "takeBackSheet",
    method: "DELETE",
    path: "/api/outside/visits/:visitId/together/sheets/:sheetId",
    permission: "together.send",
    summary: "Take back a picture that has not been put up",
    params: z.strictObject({ visitId: Id, sheetId: Id }),
    answer: { status: 204, schema: Nothing },
    errors: ["visit.unknown", "together.sheet_unknown"],
  }),
  pictureOutside: endpoint({
    id: "pictureOutside",
    method: "GET",
    path: "/api/outside/visits/:visitId/together/pictures/:pictureId",
    permission: "together.draw_outside",
    summary: "A picture that is put up, while one is in the visit, or the cover of what lies on the shelf",
    params: z.strictObject({ visitId: Id, pictureId: Id }),
    answer: { status: 200, schema: z.unknown() },
    errors: ["together.picture_unknown"],
  }),
};

export const togetherInside = {
  shelfInside: endpoint({
    id: "shelfInside",
    method: "GET",
    path: "/api/inside/visits/:visitId/together",
    permission: "together.draw_inside",
    summary: "The stories and homework that lie on the facility's own shelf",
    params: OfVisit,
    answer: { status: 200, schema: z.strictObject({ shelf: z.array(ShelfSheet) }) },
    errors: ["visit.unknown"],
  }),
  pictureInside: endpoint({
    id: "pictureInside",
    method: "GET",
    path: "/api/inside/visits/:visitId/together/pictures/:pictureId",
    permission: "together.draw_inside",
    summary: "A picture that is put up, while one is in the visit, or the cover of what lies on the shelf",
    params: z.strictObject({ visitId: Id, pictureId: Id }),
    answer: { status: 200, schema: z.unknown() },
    errors: ["together.picture_unknown"],
  }),
};

export const togetherStaff = {
  waitingSheets: endpoint({
    id: "waitingSheets",
    method: "GET",
    path: "/api/staff/facilities/:facilityId/together/waiting",
    permission: "together.review",
    summary: "Pictures that families have sent and that wait for a decision, those of the next visit first",
    params: AtFacility,
    answer: { status: 200, schema: z.strictObject({ sheets: z.array(WaitingSheet), more: z.boolean() }) },
    errors: [],
  }),
  decideSheet: endpoint({
    id: "decideSheet",
    method: "POST",
    path: "/api/staff/facilities/:facilityId/together/sheets/:sheetId/decide",
    permission: "together.review",
    summary: "Allow a picture for its visit, or refuse it with a reason that its sender reads",
    params: z.strictObject({ facilityId: Id, sheetId: Id }),
    body: z.discriminatedUnion("decision", [
      z.strictObject({ decision: z.literal("allowed") }),
      z.strictObject({ decision: z.literal("refused"), reason: SheetRefusal }),
    ]),
    answer: { status: 204, schema: Nothing },
    errors: ["together.sheet_unknown", "together.decided"],
  }),
  pictureWaiting: endpoint({
    id: "pictureWaiting",
    method: "GET",
    path: "/api/staff/facilities/:facilityId/together/sheets/:sheetId/pictures/:pictureId",
    permission: "together.review",
    summary: "One page of a picture that waits for a decision; each look is in the record",
    params: z.strictObject({ facilityId: Id, sheetId: Id, pictureId: Id }),
    answer: { status: 200, schema: z.unknown() },
    errors: ["together.picture_unknown"],
  }),
  pictureWatched: endpoint({
    id: "pictureWatched",
    method: "GET",
    path: "/api/staff/facilities/:facilityId/visits/:visitId/together/pictures/:pictureId",
    permission: "visit.watch",
    summary: "A picture that is put up in a visit, for who watches it now and sees its faces",
    params: z.strictObject({ facilityId: Id, visitId: Id, pictureId: Id }),
    answer: { status: 200, schema: z.unknown() },
    errors: ["together.picture_unknown"],
  }),
  shelfOfStaff: endpoint({
    id: "shelfOfStaff",
    method: "GET",
    path: "/api/staff/facilities/:facilityId/together/shelf",
    permission: "together.shelf_read",
    summary: "The stories and homework that visits of this facility may put up",
    params: AtFacility,
    answer: { status: 200, schema: z.strictObject({ sheets: z.array(ShelfSheet) }) },
    errors: [],
  }),
  addToShelf: endpoint({
    id: "addToShelf",
    method: "POST",
    path: "/api/staff/facilities/:facilityId/together/shelf",
    permission: "together.shelf_manage",
    summary: "Name what comes onto the shelf next, in both languages; its bytes follow",
    params: AtFacility,
    body: z.strictObject({ id: Id, title: Title }),
    answer: { status: 201, schema: Done },
    errors: ["together.shelf_full"],
  }),
  addShelfFile: endpoint({
    id: "addShelfFile",
    method: "POST",
    path: "/api/staff/facilities/:facilityId/together/shelf/:sheetId/file",
    permission: "together.shelf_manage",
    summary: "The picture (JPEG, PNG or WebP) or PDF as raw bytes; each page is made anew",
    params: z.strictObject({ facilityId: Id, sheetId: Id }),
    upload: true,
    answer: { status: 201, schema: ShelfSheet },
    errors: fileErrors,
  }),
  takeOffShelf: endpoint({
    id: "takeOffShelf",
    method: "DELETE",
    path: "/api/staff/facilities/:facilityId/together/shelf/:sheetId",
    permission: "together.shelf_manage",
    summary: "Take a sheet off the shelf; visits that had it up keep it as long as their recording",
    params: z.strictObject({ facilityId: Id, sheetId: Id }),
    answer: { status: 204, schema: Nothing },
    errors: ["together.sheet_unknown"],
  }),
  pictureOfShelf: endpoint({
    id: "pictureOfShelf",
    method: "GET",
    path: "/api/staff/facilities/:facilityId/together/shelf/:sheetId/pictures/:pictureId",
    permission: "together.shelf_read",
    summary: "One page of what lies on the shelf",
    params: z.strictObject({ facilityId: Id, sheetId: Id, pictureId: Id }),
    answer: { status: 200, schema: z.unknown() },
    errors: ["together.picture_unknown"],
  }),
};

export const togetherRecorded = {
  playTogether: endpoint({
    id: "playTogether",
    method: "GET",
    path: "/api/staff/facilities/:facilityId/visits/:visitId/recording/:disclosureId/together",
    permission: "recording.disclose",
    summary: "What was drawn and turned in a visit, step by step in time, for the one who stated a purpose, for an hour",
    params: z.strictObject({ facilityId: Id, visitId: Id, disclosureId: Id }),
    answer: {
      status: 200,
      schema: z.strictObject({
        /** The instant of the recording's first second. */
        startsAt: Instant.nullable(),
        pages: z.array(TogetherPage),
        steps: z.array(TogetherStep),
      }),
    },
    errors: ["recording.unknown", "recording.not_ready", "recording.disclosure_unknown"],
  }),
  pictureRecorded: endpoint({
    id: "pictureRecorded",
    method: "GET",
    path: "/api/staff/facilities/:facilityId/visits/:visitId/recording/:disclosureId/together/pictures/:pictureId",
    permission: "recording.disclose",
    summary: "A picture that was put up in a visit, for the one who stated a purpose, for an hour",
    params: z.strictObject({ facilityId: Id, visitId: Id, disclosureId: Id, pictureId: Id }),
    answer: { status: 200, schema: z.unknown() },
    errors: ["recording.unknown", "recording.not_ready", "recording.disclosure_unknown", "together.picture_unknown"],
  }),
};
