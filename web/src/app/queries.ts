/** The cache of server answers: refusals are not retried, a lost session leads to sign-in. */
import { QueryCache, QueryClient, queryOptions } from "@tanstack/react-query";
import { ApiError } from "@/api/client";
import { fetchSession } from "@/api/session";
import { fetchStores } from "@/api/stores";

const SIGN_IN = "/sign-in";

function leaveIfSignedOut(error: unknown): void {
  if (error instanceof ApiError && error.status === 401 && location.pathname !== SIGN_IN) {
    const next = encodeURIComponent(location.pathname + location.search);
    location.assign(`${SIGN_IN}?next=${next}`);
  }
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
