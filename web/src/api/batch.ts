/** Queries that a page asks in one moment travel in one request; each is answered as soon as it is there. */
import { ApiError, request, type Problem } from "@/api/client";
import { runQuery, type Query, type QueryResult } from "@/api/query";

interface Asked {
  readonly query: Query;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (result: QueryResult) => void;
  readonly reject: (error: unknown) => void;
}

interface Line {
  readonly place: number;
  readonly result?: QueryResult;
  readonly problem?: Problem;
}

const MOMENT_MS = 4;
const MOST = 50;

let waiting: Asked[] = [];
let timer: ReturnType<typeof setTimeout> | null = null;

export function askQuery(query: Query, signal?: AbortSignal): Promise<QueryResult> {
  return new Promise((resolve, reject) => {
    waiting.push({ query, signal, resolve, reject });
    timer ??= setTimeout(send, MOMENT_MS);
  });
}

function send(): void {
  timer = null;
  const asked = waiting.filter((one) => !isGone(one));
  waiting = [];
  for (let start = 0; start < asked.length; start += MOST) void askTogether(asked.slice(start, start + MOST));
}

function isGone(one: Asked): boolean {
  if (one.signal?.aborted === true) one.reject(one.signal.reason);
  return one.signal?.aborted === true;
}

async function askTogether(asked: readonly Asked[]): Promise<void> {
  const [only] = asked;
  if (asked.length === 1 && only) {
    await runQuery(only.query, only.signal).then(only.resolve, only.reject);
    return;
  }
  const open = new Map(asked.entries());
  const controller = new AbortController();
  for (const [place, one] of asked.entries()) {
    one.signal?.addEventListener("abort", () => {
      if (open.delete(place)) one.reject(one.signal?.reason);
      if (open.size === 0) controller.abort();
    });
  }
  try {
    const response = await request("POST", "/query/batch", { queries: asked.map((one) => one.query) }, controller.signal);
    for await (const line of linesOf(response)) settle(open, JSON.parse(line) as Line);
    throw new ApiError({ title: "The server ended its answer early", status: 0, code: "offline" });
  } catch (error) {
    for (const one of open.values()) one.reject(error);
  }
}

function settle(open: Map<number, Asked>, line: Line): void {
  const one = open.get(line.place);
  open.delete(line.place);
  if (line.result) one?.resolve(line.result);
  else one?.reject(new ApiError(line.problem ?? { title: "The server could not answer", status: 500, code: "http_500" }));
}

async function* linesOf(response: Response): AsyncGenerator<string> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const piece = await reader?.read();
    if (piece === undefined || piece.done) return;
    const lines = (rest + decoder.decode(piece.value, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield* lines.filter((line) => line !== "");
  }
}
