const ADULT_YEARS = 18;

/** Whether somebody born on this day is a child on `today`: born already, and under 18. */
export function isChild(birthDate: string, today: Temporal.PlainDate): boolean {
  const born = Temporal.PlainDate.from(birthDate);
  return Temporal.PlainDate.compare(born, today) <= 0 && Temporal.PlainDate.compare(today, born.add({ years: ADULT_YEARS })) < 0;
}
