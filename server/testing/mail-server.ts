import { once } from "node:events";
import { SMTPServer } from "smtp-server";

/** A real mail server on the loopback that keeps what it is given, or answers as it is told. */
export async function startMailServer() {
  const received: { to: string[]; raw: string }[] = [];
  let refusal: { code: number; text: string } | undefined;
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    authOptional: true,
    onRcptTo(_address, _session, done) {
      done(refusal ? Object.assign(new Error(refusal.text), { responseCode: refusal.code }) : undefined);
    },
    async onData(stream, session, done) {
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk as Buffer);
      received.push({ to: session.envelope.rcptTo.map((one) => one.address), raw: Buffer.concat(chunks).toString("utf8") });
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
