import { type ReactNode, useId } from "react";

/** Yes or no to one thing. */
export function Checkbox({
  isSelected,
  onChange,
  isDisabled,
  name,
  children,
}: {
  isSelected: boolean;
  onChange: (selected: boolean) => void;
  isDisabled?: boolean;
  name?: string;
  children: ReactNode;
}) {
  return (
    <label className="check">
      <input type="checkbox" name={name} checked={isSelected} disabled={isDisabled} onChange={(event) => onChange(event.target.checked)} />
      <span>{children}</span>
    </label>
  );
}

export interface RadioGroupProps<Value extends string> {
  label: ReactNode;
  hideLabel?: boolean;
  hint?: ReactNode;
  wrong?: ReactNode | undefined;
  value: Value | "";
  onChange: (value: Value) => void;
  options: readonly { value: Value; label: ReactNode; isDisabled?: boolean }[];
}

/** One of a few, all in sight. */
export function RadioGroup<Value extends string>({
  label,
  hideLabel = false,
  hint,
  wrong,
  value,
  onChange,
  options,
}: RadioGroupProps<Value>) {
  const id = useId();
  const described = [hint ? `${id}-hint` : "", wrong ? `${id}-wrong` : ""].filter(Boolean).join(" ");
  return (
    <fieldset className="choices" aria-describedby={described || undefined}>
      <legend className={hideLabel ? "hidden" : undefined}>{label}</legend>
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {wrong && (
        <p className="wrong" id={`${id}-wrong`}>
          {wrong}
        </p>
      )}
      {options.map((option) => (
        <label className="check" key={option.value}>
          <input
            type="radio"
            name={id}
            value={option.value}
            checked={value === option.value}
            disabled={option.isDisabled}
            onChange={() => onChange(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
