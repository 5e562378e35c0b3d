import { problem } from "./problem.ts";

/** Sends a file's raw bytes; `onSent` hears how many of a hundred parts are on their way. Throws a problem. */
export function sendFile(url: string, file: File, onSent: (percent: number) => void): Promise<void> {
  return new Promise((done, failed) => {
    // The only way of a browser to tell how much of a body is on its way.
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("content-type", file.type || "image/jpeg");
    request.upload.onprogress = ({ loaded, total }) => onSent(total > 0 ? Math.round((100 * loaded) / total) : 0);
    request.onerror = () => failed(problem(["client.offline"]));
    request.onload = () => {
      if (request.status < 300) return done();
      const said = read(request.responseText);
      failed(problem(said.codes ?? ["client.broken"], { facts: said.facts ?? {}, status: request.status }));
    };
    request.send(file);
  });
}

function read(text: string): { codes?: string[]; facts?: Record<string, unknown> } {
  try {
    return JSON.parse(text) as object;
  } catch {
    return {};
  }
}
