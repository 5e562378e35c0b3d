import { QueryClient, queryOptions, type UseMutationResult, useMutation } from "@tanstack/react-query";
import type { AnswerOf, Endpoint } from "#contracts/endpoint.ts";
import { call, type Input, type Wire } from "./call.ts";
import { asProblem, isProblem, type Problem } from "./problem.ts";

const FRESH_MS = 15_000;

/** One for each app. Retrying is `call()`'s work; a 401 is told to `onSignedOut`, once, wherever it happened. */
export function makeQueryClient(onSignedOut: () => void): QueryClient {
  const heard = (caught: unknown) => {
    if (isProblem(caught) && caught.codes.includes("access.signed_out")) onSignedOut();
  };
  const client = new QueryClient({
    defaultOptions: {
      queries: { retry: false, staleTime: FRESH_MS, networkMode: "always" },
      mutations: { retry: false, networkMode: "always" },
    },
  });
  client.getQueryCache().config.onError = heard;
  client.getMutationCache().config.onError = heard;
  return client;
}

type Args<E extends Endpoint> =
  Record<string, never> extends Omit<Input<E>, "signal"> ? [input?: Omit<Input<E>, "signal">] : [input: Omit<Input<E>, "signal">];

/** `useQuery(reading(api.outsideMe))`: one question, kept under the endpoint's name and what was asked. */
export function reading<E extends Endpoint>(wire: Wire<E>, ...args: Args<E>) {
  const [input] = args;
  return queryOptions<AnswerOf<E>, Problem>({
    queryKey: input === undefined ? [wire.id] : [wire.id, input],
    queryFn: async ({ signal }) => {
      try {
        return await (call as (wire: Wire<E>, input: object) => Promise<AnswerOf<E>>)(wire, { ...input, signal });
      } catch (caught) {
        if (signal.aborted) throw caught;
        throw asProblem(caught);
      }
    },
  });
}

/** `const hold = useAct(api.holdPlace)`, then `hold.mutate({ body })`: one act, its refusal in `hold.error`. */
export function useAct<E extends Endpoint>(
  wire: Wire<E>,
  options: { onDone?: (answer: AnswerOf<E>, input: Input<E>) => unknown } = {},
): UseMutationResult<AnswerOf<E>, Problem, Input<E>> {
  return useMutation<AnswerOf<E>, Problem, Input<E>>({
    mutationFn: (input) => (call as (wire: Wire<E>, input: object) => Promise<AnswerOf<E>>)(wire, input),
    ...(options.onDone ? { onSuccess: options.onDone } : {}),
  });
}
