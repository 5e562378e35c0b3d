import { type InfiniteData, useInfiniteQuery } from "@tanstack/react-query";
import { asProblem, type Problem } from "./problem.ts";

export interface PageOf<Row> {
  rows: Row[];
  next: string | null;
}

/** A list that pages by key: what was read so far, and the way to read on. `key` begins with the endpoint's name, as `reading()` does. */
export function usePages<Row>(key: readonly unknown[], ask: (after: string | undefined, signal: AbortSignal) => Promise<PageOf<Row>>) {
  const query = useInfiniteQuery<PageOf<Row>, Problem, InfiniteData<PageOf<Row>>, readonly unknown[], string | undefined>({
    queryKey: key,
    queryFn: async ({ pageParam, signal }) => {
      try {
        return await ask(pageParam, signal);
      } catch (caught) {
        if (signal.aborted) throw caught;
        throw asProblem(caught);
      }
    },
    initialPageParam: undefined,
    getNextPageParam: (last) => last.next ?? undefined,
  });
  return {
    rows: query.data?.pages.flatMap((page) => page.rows),
    error: query.error,
    more: query.hasNextPage ? () => void query.fetchNextPage() : undefined,
    isReading: query.isFetchingNextPage,
    again: () => query.refetch(),
  };
}
