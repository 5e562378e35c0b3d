import { useWords } from "#web/family/words.ts";
import { StepLine } from "#web/ui/Line.tsx";

const steps = ["person", "time", "check", "booked"] as const;

/** Where one is in booking. */
export function BookSteps({ now }: { now: (typeof steps)[number] }) {
  const { t } = useWords();
  const at = steps.indexOf(now);
  const entries = steps.map((step, index) => {
    const label = t(`family.book.step.${step}`);
    if (index < at || now === "booked") return { label, state: "done" as const };
    return index === at ? { label, state: "now" as const } : { label };
  });
  return (
    <div className="book-steps">
      <StepLine label={t("family.book.steps")} steps={entries} />
    </div>
  );
}
