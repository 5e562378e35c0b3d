import { type ChangeEvent, type HTMLInputTypeAttribute, type ReactNode, useId, useState } from "react";
import { useWords } from "#web/words/words.tsx";
import { Button } from "./Button.tsx";

interface Common {
  label: ReactNode;
  hint?: ReactNode;
  /** What is wrong, in words; the field is marked and read as invalid. */
  wrong?: ReactNode | undefined;
  name?: string;
  isRequired?: boolean;
  isDisabled?: boolean;
}

/** Label, hint and mistake around one control, tied together for screen readers. */
function Field({
  label,
  hint,
  wrong,
  children,
}: Common & { children: (aria: { id: string; "aria-describedby": string | undefined; "aria-invalid": true | undefined }) => ReactNode }) {
  const id = useId();
  const described = [hint ? `${id}-hint` : "", wrong ? `${id}-wrong` : ""].filter(Boolean).join(" ");
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
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
      {children({ id, "aria-describedby": described || undefined, "aria-invalid": wrong ? true : undefined })}
    </div>
  );
}

export interface TextFieldProps extends Common {
  value: string;
  onChange: (value: string) => void;
  type?: HTMLInputTypeAttribute;
  autoComplete?: string;
  inputMode?: "text" | "numeric" | "email" | "tel" | "search";
  maxLength?: number;
  minLength?: number;
  autoFocus?: boolean;
  size?: "small";
  /** Rows of a field for sentences; one line without it. */
  rows?: number;
}

/** One line (or `rows` lines) of typed words. */
export function TextField(props: TextFieldProps) {
  const { value, onChange, type = "text", size, rows, isRequired, isDisabled, autoFocus, label, hint, wrong, ...rest } = props;
  const shared = {
    ...rest,
    value,
    className: "input",
    required: isRequired,
    disabled: isDisabled,
    "data-size": size,
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => onChange(event.target.value),
  };
  return (
    <Field label={label} hint={hint} wrong={wrong}>
      {(aria) => (rows ? <textarea {...shared} {...aria} rows={rows} /> : <input {...shared} {...aria} type={type} />)}
    </Field>
  );
}

/** A password, which can be shown: half of all wrong ones are typing mistakes. */
export function PasswordField(props: Omit<TextFieldProps, "type" | "rows">) {
  const { t } = useWords();
  const [shown, setShown] = useState(false);
  return (
    <div className="password">
      <TextField {...props} type={shown ? "text" : "password"} />
      <Button kind="quiet" onPress={() => setShown(!shown)} pressed={shown}>
        {t(shown ? "shared.password.hide" : "shared.password.show")}
      </Button>
    </div>
  );
}

export interface SelectProps<Value extends string> extends Common {
  value: Value | "";
  onChange: (value: Value) => void;
  options: readonly { value: Value; label: string }[];
  size?: "small";
}

/** One of a list: the browser's own, since a phone's wheel beats anything we could draw. Few choices are a RadioGroup. */
export function Select<Value extends string>({
  value,
  onChange,
  options,
  size,
  isRequired,
  isDisabled,
  name,
  ...around
}: SelectProps<Value>) {
  const { t } = useWords();
  return (
    <Field {...around}>
      {(aria) => (
        <select
          {...aria}
          className="input"
          name={name}
          data-size={size}
          required={isRequired}
          disabled={isDisabled}
          value={value}
          onChange={(event) => onChange(event.target.value as Value)}
        >
          {value === "" && (
            <option value="" disabled>
              {t("shared.choose")}
            </option>
          )}
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
