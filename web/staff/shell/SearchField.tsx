import { useEffect, useState } from "react";
import { Icon } from "#web/ui/Icon.tsx";

const AT_REST_MS = 250;

/** A search that goes into the address once the fingers rest. */
export function SearchField({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => onChange(typed), AT_REST_MS);
    return () => clearTimeout(timer);
  }, [typed, value, onChange]);
  return (
    <label className="search">
      <span className="hidden">{label}</span>
      <Icon name="search" />
      <input
        className="input"
        data-size="small"
        type="search"
        placeholder={label}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
    </label>
  );
}
