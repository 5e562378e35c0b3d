import { once } from "node:events";
import { SMTPServer, type SMTPServerSession } from "smtp-server";

/** A real mail server on the loopback that keeps what it is given, or answers as it is told. */
export async function startMailServer() {
  const received: { from: string; to: string[]; dsn: unknown; raw: string }[] = [];
  let refusal: { code: number; text: string } | undefined;
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    authOptional: true,
    hideDSN: false,
    onRcptTo(_address, _session, done) {
      done(refusal ? Object.assign(new Error(refusal.text), { responseCode: refusal.code }) : undefined);
    },
    async onData(stream, session, done) {
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk as Buffer);
      const { mailFrom, rcptTo, dsn } = session.envelope as SMTPServerSession["envelope"] & { dsn?: unknown };
      const from = mailFrom ? mailFrom.address : "";
      received.push({ from, to: rcptTo.map((one) => one.address), dsn, raw: Buffer.concat(chunks).toString("utf8") });
      done();
    },
  });
  server.on("error", () => {});
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const { port } = server.server.address() as { port: number };
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    refuse: (code?: number, text = "no") => {
      refusal = code === undefined ? undefined : { code, text };
    },
    close: () => new Promise<void>((resolve) => server.close(resolve)),
  };
}
