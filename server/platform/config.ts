import { isIP } from "node:net";
import path from "node:path";
import { z } from "zod";

const empty = (value: unknown) => (value === "" ? undefined : value);
const optionalText = z.preprocess(empty, z.string().optional());
/** RFC 7065: a host or address, then perhaps a port and a transport; no name and no password, which expire and are made for each page. */
const TURN_URL = /^turns?:(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:\d{1,5})?(\?transport=(udp|tcp))?$/i;
/** Whoever guesses it may send through the relay for ever. */
const TURN_SECRET_LENGTH_MIN = 16;
const list = (value: string | undefined) => (value ?? "").split(/[\s,]+/).filter(Boolean);
const url = (protocols: RegExp, what: string) => z.preprocess(empty, z.url({ protocol: protocols, error: what }).optional());

const Environment = z.object({
  PORT: z.preprocess(empty, z.coerce.number({ error: "must be a port, 0 to 65535" }).int().min(0).max(65_535).default(8080)),
  HOST: z.preprocess(empty, z.string().default("127.0.0.1")),
  PUBLIC_URL: url(/^https?$/, "must be an http or https address"),
  TRUST_PROXY: z.preprocess(empty, z.string().optional()),
  THROUGHLINE_DATA: z.preprocess(empty, z.string().default(".data")),
  THROUGHLINE_BACKUP_KEYS: optionalText,
  DATABASE_URL: url(/^postgres(ql)?$/, "must be a postgres:// address"),
  DATABASE_OWNER_URL: url(/^postgres(ql)?$/, "must be a postgres:// address"),
  SMTP_URL: url(/^smtps?$/, "must be an smtp:// or smtps:// address"),
  THROUGHLINE_FEEDS: optionalText,
  THROUGHLINE_FEED_HOSTS: optionalText,
  MAIL_FROM: z.preprocess(empty, z.string().default("Throughline <no-reply@localhost>")),
  MAIL_BOUNCE: z.preprocess(empty, z.email({ error: "must be an e-mail address" }).optional()),
  THROUGHLINE_MEDIA_ADDRESS: z.preprocess(
    empty,
    z
      .string()
      .refine((value) => isIP(value) > 0, "must be an IP address of this machine")
      .optional(),
  ),
  THROUGHLINE_SIGN_ON_INSIDE: z.preprocess(empty, z.enum(["on", "off"], { error: 'must be "on" or "off"' }).default("off")),
  THROUGHLINE_JANUS: optionalText,
  TURN_URLS: z.preprocess(
    empty,
    z
      .string()
      .refine((value) => list(value).every((one) => TURN_URL.test(one)), "must be turn: or turns: addresses, with commas between them")
      .optional(),
  ),
  TURN_SECRET: z.preprocess(
    empty,
    z
      .string()
      .min(TURN_SECRET_LENGTH_MIN, { error: `must have ${TURN_SECRET_LENGTH_MIN} characters or more` })
      .optional(),
  ),
  STRIPE_SECRET_KEY: optionalText,
  STRIPE_PUBLISHABLE_KEY: optionalText,
  STRIPE_WEBHOOK_SECRET: optionalText,
  STRIPE_API_URL: url(/^https?$/, "must be an http or https address"),
  THROUGHLINE_INSTALL: z.preprocess(empty, z.enum(["on", "off"], { error: 'must be "on" or "off"' }).default("on")),
  LOG_LEVEL: z.preprocess(
    empty,
    z.enum(["silent", "fatal", "error", "warn", "info", "debug", "trace"], { error: "must be a pino level, such as info" }).default("info"),
  ),
});

export interface Config {
  port: number;
  host: string;
  /** Where people reach this server: in links, as the Origin that is let in, and for Secure cookies. No slash at its end. */
  publicUrl: string;
  /** True when PUBLIC_URL was given: then this is no place for a demo world. */
  publicUrlGiven: boolean;
  /** Whose word about the caller's address counts: nobody's, anybody's, or that of these proxies (addresses, ranges). */
  trustProxy: boolean | string;
  dataDir: string;
  /** Where the keys of backups lie. */
  backupKeysDir: string;
  databaseUrl?: string;
  databaseOwnerUrl?: string;
  smtpUrl?: string;
  /** The one folder in which jails' systems may leave their lists; none is looked into where it is left out. */
  feedFolder?: string;
  /** Hosts of feeds that may have a private address. */
  feedHosts: readonly string[];
  mailFrom: string;
  /** Where reports about letters come back; each letter adds a mark of its own after a plus sign. */
  mailBounce?: string;
  mediaAddress?: string;
  janus?: string;
  /** Relays for pages whose network lets no UDP through, and what their expiring passwords are made with; none where left out. */
  turn?: { urls: readonly string[]; secret: string };
  /** The card processor's keys, and another address of its API in tests; no cards are taken where left out. */
  stripe?: { secretKey: string; publishableKey: string; webhookSecret: string; apiUrl?: string };
  install: boolean;
  /** Whether a sign-on provider may stand inside this network, and on this very machine without https. */
  signOnInside: boolean;
  logLevel: "silent" | "fatal" | "error" | "warn" | "info" | "debug" | "trace";
}

/** A configuration that cannot be: one line for each wrong value. */
export class ConfigError extends Error {
  readonly lines: readonly string[];
  constructor(lines: readonly string[]) {
    super(lines.join("\n"));
    this.name = "ConfigError";
    this.lines = lines;
  }
}

/** Reads and checks the environment; throws `ConfigError` with one line per wrong value. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const result = Environment.safeParse(env);
  if (!result.success) throw new ConfigError(result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`));
  const read = result.data;
  if (read.DATABASE_OWNER_URL && !read.DATABASE_URL) throw new ConfigError(["DATABASE_OWNER_URL: needs DATABASE_URL beside it"]);
  if ((read.TURN_URLS === undefined) !== (read.TURN_SECRET === undefined))
    throw new ConfigError([
      read.TURN_URLS === undefined ? "TURN_SECRET: needs TURN_URLS beside it" : "TURN_URLS: needs TURN_SECRET beside it",
    ]);
  const stripe = stripeOf(read);
  const given = (name: string, value: string | undefined) => (value === undefined ? {} : { [name]: value });
  return {
    port: read.PORT,
    host: read.HOST,
    publicUrl: read.PUBLIC_URL ? new URL(read.PUBLIC_URL).origin : `http://localhost:${read.PORT}`,
    publicUrlGiven: read.PUBLIC_URL !== undefined,
    trustProxy: trustProxy(read.TRUST_PROXY),
    dataDir: path.resolve(read.THROUGHLINE_DATA),
    backupKeysDir: path.resolve(read.THROUGHLINE_BACKUP_KEYS ?? path.join(read.THROUGHLINE_DATA, "backup-keys")),
    mailFrom: read.MAIL_FROM,
    signOnInside: read.THROUGHLINE_SIGN_ON_INSIDE === "on",
    feedHosts: list(read.THROUGHLINE_FEED_HOSTS).map((host) => host.toLowerCase()),
    ...(stripe ? { stripe } : {}),
    ...(read.TURN_URLS && read.TURN_SECRET ? { turn: { urls: list(read.TURN_URLS), secret: read.TURN_SECRET } } : {}),
    ...given("feedFolder", read.THROUGHLINE_FEEDS === undefined ? undefined : path.resolve(read.THROUGHLINE_FEEDS)),
    install: read.THROUGHLINE_INSTALL === "on",
    logLevel: read.LOG_LEVEL,
    ...given("databaseUrl", read.DATABASE_URL),
    ...given("databaseOwnerUrl", read.DATABASE_OWNER_URL),
    ...given("smtpUrl", read.SMTP_URL),
    ...given("mailBounce", read.MAIL_BOUNCE),
    ...given("mediaAddress", read.THROUGHLINE_MEDIA_ADDRESS),
    ...given("janus", read.THROUGHLINE_JANUS),
  };
}

/** All three keys or none: with one missing, money would come in and nobody would hear of it. */
function stripeOf(read: z.infer<typeof Environment>): Config["stripe"] {
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_PUBLISHABLE_KEY: publishableKey, STRIPE_WEBHOOK_SECRET: webhookSecret } = read;
  if (secretKey && publishableKey && webhookSecret)
    return { secretKey, publishableKey, webhookSecret, ...(read.STRIPE_API_URL ? { apiUrl: read.STRIPE_API_URL } : {}) };
  const names = ["STRIPE_SECRET_KEY", "STRIPE_PUBLISHABLE_KEY", "STRIPE_WEBHOOK_SECRET"] as const;
  const missing = names.filter((name) => !read[name]);
  if (missing.length < names.length) throw new ConfigError(missing.map((name) => `${name}: needed, since the others of Stripe are set`));
  return undefined;
}

function trustProxy(value: string | undefined): boolean | string {
  if (value === undefined || value === "off" || value === "false") return false;
  return value === "on" || value === "true" ? true : value;
}
