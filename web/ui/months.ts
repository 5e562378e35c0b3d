/** `2026-03`, `2026-02`, …: so many months back from this one, itself first. */
export function monthsBack(month: string, many: number): string[] {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return Array.from({ length: many }, (_, back) => {
    const at = year * 12 + number - 1 - back;
    return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`;
  });
}
