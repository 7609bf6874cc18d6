import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { QueryResult } from "@/api/query";
import { backOff, LiveClient } from "@/live/client";

class FakeSocket {
  readyState = 0;
  readonly sent: { type: string; id: string; version?: number }[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  send(text: string): void {
    this.sent.push(JSON.parse(text) as { type: string; id: string });
  }

  close(): void {
    this.readyState = 3;
  }

  opens(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  says(...messages: object[]): void {
    this.onmessage?.({ data: messages.map((one) => JSON.stringify(one)).join("\n") });
  }
}

const QUERY = { metrics: ["net_sales"] };
const result = (total: string): QueryResult => ({
  columns: [], rows: [], totals: { net_sales: total }, as_of: new Date().toISOString(), data_version: 1, stale: false,
  truncated: false, elapsed_ms: 1, cached: false, notes: [],
});

describe("LiveClient", () => {
  const sockets: FakeSocket[] = [];
  const last = (): FakeSocket => sockets.at(-1) as FakeSocket;
  const client = (): LiveClient =>
    new LiveClient(() => {
      sockets.push(new FakeSocket());
      return last() as unknown as WebSocket;
    });

  beforeEach(() => {
    vi.useFakeTimers();
    sockets.length = 0;
  });
  afterEach(() => vi.useRealTimers());

  it("shares a subscription between equal queries and tells all of them", () => {
    const live = client();
    const told: string[] = [];
    live.follow(QUERY, (one) => told.push(`a ${String(one.totals["net_sales"])}`));
    live.follow({ ...QUERY }, (one) => told.push(`b ${String(one.totals["net_sales"])}`));
    last().opens();
    expect(last().sent.map((one) => one.type)).toEqual(["subscribe"]);
    last().says({ type: "result", id: "1", version: 4, result: result("7.00") }, { type: "heartbeat" });
    expect(told).toEqual(["a 7.00", "b 7.00"]);
    expect(live.current().phase).toBe("live");
  });

  it("comes back with the last version, later each time", () => {
    const live = client();
    live.follow(QUERY, () => undefined);
    last().opens();
    last().says({ type: "result", id: "1", version: 4, result: result("7.00") });
    last().onclose?.({ code: 1012 });
    expect(live.current().phase).toBe("reconnecting");
    vi.advanceTimersByTime(2_000);
    expect(sockets).toHaveLength(2);
    last().opens();
    expect(last().sent[0]).toMatchObject({ type: "subscribe", id: "1", version: 4 });
    expect(backOff(0, 0)).toBe(250);
    expect(backOff(20, 1)).toBe(45_000);
  });

  it("says when the session ended, and goes to rest when nobody follows", () => {
    const live = client();
    const leave = live.follow(QUERY, () => undefined);
    last().opens();
    last().onclose?.({ code: 4401 });
    expect(live.current().phase).toBe("ended");
    leave();
    vi.advanceTimersByTime(60_000);
    expect(sockets).toHaveLength(1);
    expect(live.current().phase).toBe("off");
  });

  it("takes a silent socket for lost", () => {
    const live = client();
    live.follow(QUERY, () => undefined);
    last().opens();
    vi.advanceTimersByTime(40_000);
    expect(live.current().phase).toBe("reconnecting");
  });
});
