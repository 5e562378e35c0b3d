import { simpleParser } from "mailparser";

/** One report about one letter (RFC 3464), as far as we read it: never its words, nor whose mailbox it speaks of. */
export interface Report {
  action: "failed" | "delayed" | "delivered" | "relayed" | "expanded";
  /** An enhanced status code (RFC 3463), such as 5.1.1. */
  status: string | undefined;
  /** Texts in which the letter's mark may stand: to whom the report was sent, and the envelope's own id. */
  marks: string[];
}

const REPORT_BYTES_MAX = 1_000_000;
const ACTIONS: readonly string[] = ["failed", "delayed", "delivered", "relayed", "expanded"] satisfies Report["action"][];
const ADDRESSED = ["to", "delivered-to", "x-original-to", "envelope-to"];

/** Reads a report; undefined for any other mail, such as somebody's answer that they are away. */
export async function readReport(raw: Buffer): Promise<Report | undefined> {
  if (raw.length > REPORT_BYTES_MAX) return undefined;
  const mail = await simpleParser(raw, { keepDeliveryStatus: true, skipHtmlToText: true, skipTextToHtml: true });
  const part = mail.attachments.find(({ contentType }) => contentType === "message/delivery-status");
  if (!part) return undefined;
  const [about = new Map<string, string>(), ...recipients] = groupsOf(part.content.toString("utf8"));
  const recipient = recipients.find((fields) => ACTIONS.includes(fields.get("action")?.toLowerCase() ?? ""));
  if (!recipient) return undefined;
  const addressed = mail.headerLines.filter(({ key }) => ADDRESSED.includes(key)).map(({ line }) => line);
  return {
    action: recipient.get("action")!.toLowerCase() as Report["action"],
    status: /^[245]\.\d{1,3}\.\d{1,3}/.exec(recipient.get("status") ?? "")?.[0],
    marks: [...addressed, about.get("original-envelope-id") ?? ""],
  };
}

/** The groups of fields of a report: the first is about the message, each other about one recipient. */
function groupsOf(text: string): Map<string, string>[] {
  const unfolded = text.replaceAll("\r\n", "\n").replaceAll(/\n[ \t]+/g, " ");
  return unfolded
    .split(/\n{2,}/)
    .map((group) => new Map([...group.matchAll(/^([\w-]+):\s*(.*)$/gm)].map(([, name, value]) => [name!.toLowerCase(), value!.trim()])))
    .filter((fields) => fields.size > 0);
}
