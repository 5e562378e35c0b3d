import type { MouseEvent, ReactNode, Ref } from "react";

export interface ButtonProps {
  /** `line` acts (one a decision); `second` is outlined; `quiet` is a link that acts; `stop` loses something. */
  kind?: "line" | "second" | "quiet" | "stop" | "stop-second";
  size?: "small" | "kiosk";
  wide?: boolean;
  type?: "button" | "submit";
  /** Told when pressed by finger, mouse or key; never while disabled or pending. */
  onPress?: (event: MouseEvent<HTMLButtonElement>) => void;
  isDisabled?: boolean;
  /** The act is on its way: the button keeps its words and its focus, and cannot be pressed again. */
  isPending?: boolean;
  pressed?: boolean;
  label?: string;
  describedBy?: string;
  form?: string;
  name?: string;
  value?: string;
  autoFocus?: boolean;
  ref?: Ref<HTMLButtonElement>;
  children: ReactNode;
}

/** A button says what happens: "Book Saturday 2:00 pm". The browser's own element: it knows fingers, keys and forms best. */
export function Button(props: ButtonProps) {
  const {
    kind = "line",
    size,
    wide = false,
    type = "button",
    onPress,
    isDisabled = false,
    isPending = false,
    pressed,
    label,
    describedBy,
    children,
    ...rest
  } = props;
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    // A pending button is only told so, not disabled: disabling would drop the focus to the top of the page.
    if (isPending) event.preventDefault();
    else onPress?.(event);
  };
  return (
    <button
      {...rest}
      type={type}
      className={wide ? "button wide" : "button"}
      disabled={isDisabled}
      onClick={press}
      data-kind={kind === "line" ? undefined : kind}
      data-size={size}
      data-pending={isPending || undefined}
      aria-disabled={isPending || undefined}
      aria-pressed={pressed}
      aria-label={label}
      aria-describedby={describedBy}
    >
      {children}
    </button>
  );
}

/** A link that looks like a button: it goes somewhere, it does not act. */
export function ButtonLink({
  href,
  kind = "line",
  wide = false,
  download,
  children,
}: {
  href: string;
  kind?: ButtonProps["kind"];
  wide?: boolean;
  download?: string;
  children: ReactNode;
}) {
  return (
    <a className={wide ? "button wide" : "button"} href={href} download={download} data-kind={kind === "line" ? undefined : kind}>
      {children}
    </a>
  );
}
