import nodemailer from "nodemailer";
import type { Config } from "#server/platform/config.ts";
import { markOf, returnPath } from "./bounces/return-path.ts";
import { toHtml } from "./html.ts";
import type { Letter } from "./letters.ts";

/** The way out for letters. */
export interface Transport {
  send(message: { id: string; to: string; locale: string; letter: Letter; headers?: Record<string, string> }): Promise<void>;
  close(): void;
}

/** A letter that did not go out: a code, and whether trying again can help. Never an address or a word. */
export class SendError extends Error {
  readonly reason: string;
  readonly final: boolean;
  constructor(reason: string, final: boolean, options?: ErrorOptions) {
    super(reason, options);
    this.name = "SendError";
    this.reason = reason;
    this.final = final;
  }
}

const CONNECT_MS_MAX = 10_000;
const SOCKET_MS_MAX = 30_000;

/** Sends through the mail server of `SMTP_URL`. */
export function smtpTransport(config: Pick<Config, "mailFrom" | "mailBounce" | "publicUrl" | "dataDir">, smtpUrl: string): Transport {
  const mailer = nodemailer.createTransport({
    url: smtpUrl,
    connectionTimeout: CONNECT_MS_MAX,
    greetingTimeout: CONNECT_MS_MAX,
    socketTimeout: SOCKET_MS_MAX,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const host = new URL(config.publicUrl).hostname;
  return {
    async send({ id, to, locale, letter, headers }) {
      try {
        await mailer.sendMail({
          from: config.mailFrom,
          to: { name: "", address: to },
          envelope: { from: returnPath(config, id), to },
          // Asked only of a mail server that offers it (RFC 3461): it then tells us what became of the letter.
          dsn: { id: markOf(config.dataDir, id), return: "headers", notify: ["success", "failure", "delay"], recipient: to },
          subject: letter.subject,
          text: letter.text,
          html: letter.html ?? toHtml(letter, locale),
          attachments: (letter.attachments ?? []).map(({ name, type, text }) => ({ filename: name, contentType: type, content: text })),
          // The same delivery sent twice, after a crash between the two, is one letter to most mailboxes.
          messageId: `<${id}@${host}>`,
          headers: { ...headers, "Auto-Submitted": "auto-generated", "Content-Language": locale },
        });
      } catch (error) {
        throw toSendError(error as Error & { responseCode?: number; code?: string });
      }
    },
    close: () => mailer.close(),
  };
}

// 5yz is the mail server's "do not try again" (RFC 5321, 4.2.1); a wrong password for the mail server (535) is ours to mend, so that is tried again.
function toSendError(error: Error & { responseCode?: number; code?: string }): SendError {
  const { responseCode, code } = error;
  const final = responseCode !== undefined && responseCode >= 500 && code !== "EAUTH";
  return new SendError(responseCode !== undefined ? `smtp_${responseCode}` : codeOf(code), final, { cause: error });
}

// The code of a step is a short word in small letters, whatever a library calls its own.
const codeOf = (code: string | undefined) =>
  (code ?? "unknown")
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]/g, "_")
    .slice(0, 40) || "unknown";
