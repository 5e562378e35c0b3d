import { z } from "zod";
import { Id, Instant, Nothing } from "./common.ts";
import { endpoint } from "./endpoint.ts";

export const Health = z.strictObject({
  status: z.enum(["ok", "degraded"]),
  version: z.string(),
  database: z.strictObject({ status: z.enum(["ok", "unavailable"]), reason: z.string().optional() }),
  media: z.strictObject({ status: z.enum(["ok", "unavailable"]), reason: z.string().optional(), address: z.string().optional() }),
  /** Whether pages whose network lets no UDP through are told of relays; whether those answer, nobody asked. */
  relays: z.enum(["configured", "none"]),
});
export type Health = z.infer<typeof Health>;

export const Door = z.strictObject({
  id: z.string(),
  app: z.enum(["family", "kiosk", "staff", "public"]),
  /** Who one is behind this door: invented. */
  name: z.string(),
});
export const World = z.strictObject({ kind: z.enum(["demo", "real"]), doors: z.array(Door) });

/** One e-mail that a demo world would have sent. */
export const OutboxLetter = z.strictObject({
  id: Id,
  at: Instant,
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  attachments: z.array(z.strictObject({ name: z.string(), type: z.string(), text: z.string() })),
});

export const system = {
  health: endpoint({
    id: "health",
    method: "GET",
    path: "/api/health",
    permission: "public.read",
    summary: "What works and what does not",
    answer: { status: 200, schema: Health },
    errors: [],
  }),
  world: endpoint({
    id: "world",
    method: "GET",
    path: "/api/world",
    permission: "public.read",
    summary: "Whether this is a demonstration, and its ready sign-ins",
    answer: { status: 200, schema: World },
    errors: [],
  }),
};

/** Registered in demo worlds only. */
export const demo = {
  enterDoor: endpoint({
    id: "enterDoor",
    method: "POST",
    path: "/api/demo/doors/:id",
    permission: "demo.enter",
    summary: "Sign in through one of the demonstration's doors",
    params: z.strictObject({ id: z.string().max(40) }),
    answer: { status: 204, schema: Nothing },
    errors: ["request.not_found"],
  }),
  enrolDoorStation: endpoint({
    id: "enrolDoorStation",
    method: "POST",
    path: "/api/demo/station",
    permission: "demo.enter",
    summary: "A one-time enrolment code for a demonstration kiosk, and who may sign in there",
    answer: {
      status: 200,
      schema: z.strictObject({ code: z.string(), bookingNumber: z.string(), pin: z.string(), residentName: z.string() }),
    },
    errors: [],
  }),
  outbox: endpoint({
    id: "outbox",
    method: "GET",
    path: "/api/demo/outbox",
    permission: "demo.enter",
    summary: "The newest e-mails this demonstration would have sent",
    answer: { status: 200, schema: z.array(OutboxLetter) },
    errors: [],
  }),
};
