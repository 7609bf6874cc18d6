/** The cache of server answers: refusals are not retried, a lost session leads to sign-in. */
import { QueryCache, QueryClient, queryOptions } from "@tanstack/react-query";
import { ApiError } from "@/api/client";
import { fetchSession } from "@/api/session";
import { fetchStores } from "@/api/stores";

const SIGN_IN = "/sign-in";
const SECOND_STEP = "/second-step";

function leaveIfSignedOut(error: unknown): void {
  if (!(error instanceof ApiError) || location.pathname.startsWith(SIGN_IN)) return;
  const next = encodeURIComponent(location.pathname + location.search);
  // A code that does not fit is refused with the same status, and signs nobody out.
  if (error.problem.code === "not_signed_in") location.assign(`${SIGN_IN}?next=${next}`);
  if (error.problem.code === "second_step_required" && location.pathname !== SECOND_STEP) location.assign(SECOND_STEP);
}

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => {
      if (query.queryKey[0] !== "session") leaveIfSignedOut(error);
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (count, error) => count < 2 && (!(error instanceof ApiError) || error.status === 0 || error.status >= 502),
      refetchOnWindowFocus: true,
    },
    mutations: { onError: leaveIfSignedOut },
  },
});

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: ({ signal }) => fetchSession(signal),
  staleTime: 60_000,
  retry: (count, error) => count < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 502),
  refetchInterval: (query) => (query.state.data?.demo?.filling ? 2_000 : false),
});

export const storesQuery = queryOptions({
  queryKey: ["stores"],
  queryFn: ({ signal }) => fetchStores(signal),
});
