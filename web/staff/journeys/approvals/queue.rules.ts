/** What narrows the queue: the words typed into the search, and one of the views. */
export const shows = ["overdue", "mine", "free"] as const;
export interface Narrowed {
  status: "waiting" | "decided";
  find: string;
  show: (typeof shows)[number] | undefined;
}
interface Row {
  contact: { name: string };
  resident: { name: string; bookingNumber: string };
  overdue: boolean;
  reviewer: { mine: boolean } | null;
}

const showing: Record<(typeof shows)[number], (row: Row) => boolean> = {
  overdue: (row) => row.overdue,
  mine: (row) => row.reviewer?.mine === true,
  free: (row) => row.reviewer === null,
};

/** Whether a row is in the list as it is narrowed: for the page and for the file that is taken away alike. */
export function isListed(row: Row, { status, find, show }: Narrowed): boolean {
  const { contact, resident } = row;
  const found = `${contact.name} ${resident.name} ${resident.bookingNumber}`.toLocaleLowerCase().includes(find.toLocaleLowerCase());
  return found && (status === "decided" || show === undefined || showing[show](row));
}
