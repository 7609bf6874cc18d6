import { afterEach, describe, expect, it, vi } from "vitest";
import { askQuery } from "@/api/batch";
import { ApiError } from "@/api/client";
import type { Query, QueryResult } from "@/api/query";

const query = (metric: string): Query => ({ metrics: [metric] });
const result = (total: string): QueryResult => ({
  columns: [], rows: [], totals: { net_sales: total }, as_of: null, data_version: 1, stale: false,
  truncated: false, elapsed_ms: 1, cached: false, notes: [],
});

/** A server that answers with these pieces of text, and what it was asked. */
function server(...pieces: readonly string[]): { readonly asked: { readonly path: string; readonly body: unknown }[] } {
  const asked: { path: string; body: unknown }[] = [];
  vi.stubGlobal("fetch", (path: string, init: RequestInit) => {
    asked.push({ path, body: JSON.parse(String(init.body)) });
    const body = new ReadableStream({
      start(controller) {
        for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece));
        controller.close();
      },
    });
    return Promise.resolve(new Response(body, { status: 200 }));
  });
  return { asked };
}

const line = (place: number, more: object): string => `${JSON.stringify({ place, ...more })}\n`;

describe("askQuery", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("asks alone what is asked alone", async () => {
    const { asked } = server(JSON.stringify(result("1.00")));
    expect((await askQuery(query("orders"))).totals).toEqual({ net_sales: "1.00" });
    expect(asked).toEqual([{ path: "/api/v1/query", body: query("orders") }]);
  });

  it("asks together what one moment asks, and gives each its own answer whatever the order and the pieces", async () => {
    const text = line(1, { result: result("2.00 é") }) + line(0, { result: result("1.00") });
    const { asked } = server(text.slice(0, 40), text.slice(40, 41), text.slice(41));
    const found = await Promise.all([askQuery(query("a")), askQuery(query("b"))]);
    expect(found.map((one) => one.totals["net_sales"])).toEqual(["1.00", "2.00 é"]);
    expect(asked).toEqual([{ path: "/api/v1/query/batch", body: { queries: [query("a"), query("b")] } }]);
  });

  it("fails the one that has a problem, and those an answer that ends early leaves open", async () => {
    server(line(0, { problem: { title: "No", status: 403, code: "forbidden", detail: "You may not." } }) + line(1, { result: result("2.00") }));
    const found = await Promise.allSettled([askQuery(query("a")), askQuery(query("b")), askQuery(query("c"))]);
    expect(found.map((one) => one.status)).toEqual(["rejected", "fulfilled", "rejected"]);
    const [refused, , lost] = found.map((one) => (one.status === "rejected" ? (one.reason as ApiError) : null));
    expect([refused?.status, refused?.message]).toEqual([403, "You may not."]);
    expect(lost?.problem.code).toBe("offline");
  });

  it("drops what nobody waits for any more", async () => {
    const { asked } = server(JSON.stringify(result("1.00")));
    const gone = new AbortController();
    const dropped = askQuery(query("a"), gone.signal);
    const kept = askQuery(query("b"));
    gone.abort();
    await expect(dropped).rejects.toMatchObject({ name: "AbortError" });
    await kept;
    expect(asked).toEqual([{ path: "/api/v1/query", body: query("b") }]);
  });
});
