import assert from "node:assert/strict";

/** Starts each job, in this order, once its share of the whole is free; resolves when all have ended. */
export async function inShares<Job extends { share: number }>(
  whole: number,
  jobs: readonly Job[],
  work: (job: Job) => Promise<void>,
): Promise<void> {
  let free = whole;
  let ended = Promise.withResolvers<void>();
  const running: Promise<void>[] = [];
  for (const job of jobs) {
    assert(job.share <= whole, `${job.share} of ${whole} is never free`);
    // Nobody overtakes: a large share would never be free while small ones keep taking it.
    while (free < job.share) await ended.promise;
    free -= job.share;
    running.push(
      work(job).finally(() => {
        free += job.share;
        ended.resolve();
        ended = Promise.withResolvers();
      }),
    );
  }
  await Promise.all(running);
}
