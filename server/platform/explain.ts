import type { Config } from "./config.ts";
import { ConfigError } from "./config.ts";
import { DatabaseUnreachableError } from "./data.ts";
import { HeldError } from "./lock.ts";

/** One line a person can act on, for the failures that are no fault of this program; undefined for any other. */
export function explain(error: unknown, config?: Pick<Config, "port" | "host" | "dataDir">): string | undefined {
  if (error instanceof ConfigError) return error.lines.join("\n");
  if (error instanceof HeldError || error instanceof DatabaseUnreachableError) return sentence(error.message);
  const { code, syscall, message = "" } = error as NodeJS.ErrnoException;
  if (code === "EADDRINUSE") return `Port ${config?.port} is taken by another program. Free it, or choose another with PORT.`;
  if (code === "EACCES" && syscall === "listen")
    return `Port ${config?.port} needs more rights than this account has. Choose one above 1023 with PORT.`;
  if (code === "EADDRNOTAVAIL" && syscall === "listen") return `This machine has no address ${config?.host}. Set HOST to one that it has.`;
  if (code === "ENOSPC" || code === "53100" || /no space left on device/i.test(message))
    return `The disk that holds ${config?.dataDir} is full.`;
  if ((code === "EACCES" || code === "EROFS") && config)
    return `${config.dataDir} cannot be written by this account. Choose another folder with THROUGHLINE_DATA.`;
  return undefined;
}

function sentence(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
}
