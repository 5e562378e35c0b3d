import type { ReactNode } from "react";
import { Button as AriaButton, type ButtonProps as AriaProps } from "react-aria-components/Button";

export interface ButtonProps extends Omit<AriaProps, "className" | "style" | "children"> {
  /** `line` acts (one a decision); `second` is outlined; `quiet` is a link that acts; `stop` loses something. */
  kind?: "line" | "second" | "quiet" | "stop" | "stop-second";
  size?: "small" | "kiosk";
  wide?: boolean;
  children: ReactNode;
}

/** A button says what happens: "Book Saturday 2:00 pm". While `isPending` it keeps its words and cannot be pressed again. */
export function Button({ kind = "line", size, wide = false, children, ...rest }: ButtonProps) {
  return (
    <AriaButton
      {...rest}
      className={wide ? "button wide" : "button"}
      {...(kind === "line" ? {} : { "data-kind": kind })}
      {...(size ? { "data-size": size } : {})}
    >
      {children}
    </AriaButton>
  );
}
