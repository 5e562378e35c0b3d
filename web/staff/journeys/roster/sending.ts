import type { AnswerOf, Endpoint } from "#contracts/endpoint.ts";
import type { Mapping } from "#contracts/roster.ts";
import { urlOf, type Wire } from "#web/client/call.ts";
import { problem } from "#web/client/problem.ts";

const contentTypes: Record<Mapping["format"], string> = { csv: "text/csv", tsv: "text/tab-separated-values", xml: "application/xml" };

/**
 * Sends a file as it is, whatever its size, and says how much of it has gone. `fetch` says nothing of that, so it is done the old way; there is
 * no time limit, since a list may be large and a line slow.
 */
export function sendFile<E extends Endpoint>(
  wire: Wire<E>,
  asked: { params: Record<string, string>; query: Record<string, string>; file: Blob; format: Mapping["format"]; signal: AbortSignal },
  onSent: (share: number) => void,
): Promise<AnswerOf<E>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(wire.method, urlOf(wire.path, asked.params, asked.query));
    request.setRequestHeader("accept", "application/json");
    request.setRequestHeader("content-type", contentTypes[asked.format]);
    request.upload.onprogress = ({ loaded, total }) => onSent(total > 0 ? loaded / total : 1);
    request.upload.onload = () => onSent(1);
    request.onload = () => {
      const answer = parse(request.responseText);
      if (request.status >= 200 && request.status < 300) return resolve(answer as AnswerOf<E>);
      const { codes, facts = {}, requestId } = (answer ?? {}) as { codes?: string[]; facts?: Record<string, unknown>; requestId?: string };
      const known = codes ?? [request.status >= 500 ? "server.busy" : "client.broken"];
      reject(problem(known, { facts, status: request.status, ...(requestId ? { requestId } : {}) }));
    };
    request.onerror = () => reject(problem(["client.offline"]));
    request.onabort = () => reject(problem(["client.offline"]));
    asked.signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(asked.file);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A proxy's own page instead of an answer: told by its status.
    return null;
  }
}
