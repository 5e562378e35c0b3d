import type { z } from "zod";
import type { ErrorCode } from "./errors.ts";
import type { Permission } from "./permissions.ts";

/** One operation of the API: all that server, web client and OpenAPI document know of it. */
export interface Endpoint {
  id: string;
  method: "GET" | "POST" | "DELETE";
  /** Fastify's form, with the prefix that names the realm: `/api/staff/facilities/:facilityId/board`. */
  path: string;
  permission: Permission;
  summary: string;
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  /** Asked by mail programs and the card processor: from no page of ours, and without cookies. */
  fromMail?: true;
  /** Its body is a file, which may take minutes to arrive. */
  upload?: true;
  /** The one good answer. `null` for an answer without a body (204). */
  answer: { status: 200 | 201 | 202 | 204; schema: z.ZodType };
  errors: readonly ErrorCode[];
}

/** Writes down an endpoint and keeps its exact types. */
export const endpoint = <const E extends Endpoint>(definition: E): E => definition;

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined;
export type ParamsOf<E extends Endpoint> = Parsed<E["params"]>;
export type QueryOf<E extends Endpoint> = Parsed<E["query"]>;
export type BodyOf<E extends Endpoint> = Parsed<E["body"]>;
export type AnswerOf<E extends Endpoint> = z.output<E["answer"]["schema"]>;
