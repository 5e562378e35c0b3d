/** The visit that an arrow key leads to: the next one along the row, or the nearest in the row above or below. */
export function neighbour(grid: HTMLElement | null, at: HTMLElement, key: string): HTMLElement | undefined {
  const all = [...(grid?.querySelectorAll<HTMLElement>("[data-visit]") ?? [])];
  const from = at.closest<HTMLElement>("[data-visit]");
  if (!from) return undefined;
  if (key === "Home") return all[0];
  if (key === "End") return all.at(-1);
  const here = from.getBoundingClientRect();
  const along = key === "ArrowLeft" || key === "ArrowRight";
  const sign = key === "ArrowRight" || key === "ArrowDown" ? 1 : -1;
  if (!along && key !== "ArrowUp" && key !== "ArrowDown") return undefined;
  const found = all.flatMap((other) => {
    const { left, top } = other.getBoundingClientRect();
    const [x, y] = [left - here.left, top - here.top];
    const sameRow = Math.abs(y) < here.height / 2;
    if (along ? !sameRow || x * sign <= 0 : sameRow || y * sign <= 0) return [];
    // Rows first, then how far to the side.
    return [{ other, far: along ? Math.abs(x) : Math.abs(y) * 100 + Math.abs(x) }];
  });
  return found.sort((one, two) => one.far - two.far)[0]?.other;
}
