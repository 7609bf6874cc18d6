/** One socket for the whole page: follows queries, comes back by itself, and says how it stands. Without it the page polls. */
import type { Query, QueryResult } from "@/api/query";

export type Phase = "off" | "live" | "reconnecting" | "ended";

export interface LiveState {
  readonly phase: Phase;
  readonly catchingUp: boolean;
  readonly staleSince: string | null;
  /** Seconds from the server's answer to this page, of the newest one. */
  readonly lag: number | null;
}

interface Following {
  readonly id: string;
  readonly query: Query;
  readonly listeners: Set<(result: QueryResult) => void>;
  version: number | undefined;
  last: QueryResult | null;
}

type Told =
  | { readonly type: "result"; readonly id: string; readonly version: number; readonly result: QueryResult }
  | { readonly type: "status"; readonly stale_since: string | null; readonly catching_up: boolean }
  | { readonly type: "unchanged" | "error" | "pong" | "heartbeat" };

const LINES = "comptoir.live.lines";
const SIGNED_OUT = 4401;
const SILENT_MS = 40_000;
const IDLE_MS = 5_000;
const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/** Half to one and a half of a pause that doubles with each attempt. */
export const backOff = (attempt: number, random: number): number => Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt) * (0.5 + random);

export class LiveClient {
  private state: LiveState = { phase: "off", catchingUp: false, staleSince: null, lag: null };
  private readonly watchers = new Set<() => void>();
  private readonly followed = new Map<string, Following>();
  private socket: WebSocket | null = null;
  private attempt = 0;
  private count = 0;
  private again: ReturnType<typeof setTimeout> | null = null;
  private silence: ReturnType<typeof setTimeout> | null = null;
  private idle: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly open: () => WebSocket) {}

  readonly current = (): LiveState => this.state;

  readonly subscribe = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  /** Follows a query until the returned function is called; equal queries share a subscription. */
  follow(query: Query, listener: (result: QueryResult) => void): () => void {
    const key = JSON.stringify(query);
    let one = this.followed.get(key);
    if (one) {
      if (one.last) listener(one.last);
    } else {
      one = { id: String((this.count += 1)), query, listeners: new Set(), version: undefined, last: null };
      this.followed.set(key, one);
      this.ask(one);
    }
    one.listeners.add(listener);
    if (this.idle !== null) clearTimeout(this.idle);
    this.idle = null;
    if (this.socket === null && this.again === null) this.connect();
    return () => this.leave(key, listener);
  }

  private leave(key: string, listener: (result: QueryResult) => void): void {
    const one = this.followed.get(key);
    one?.listeners.delete(listener);
    if (!one || one.listeners.size > 0) return;
    this.followed.delete(key);
    this.say({ type: "unsubscribe", id: one.id });
    if (this.followed.size === 0) this.idle = setTimeout(() => this.rest(), IDLE_MS);
  }

  private rest(): void {
    if (this.again !== null) clearTimeout(this.again);
    this.again = null;
    this.drop();
    this.set({ phase: "off" });
  }

  private connect(): void {
    this.again = null;
    if (this.followed.size === 0) return;
    const socket = this.open();
    this.socket = socket;
    socket.onopen = () => {
      this.attempt = 0;
      this.listenForSilence();
      this.set({ phase: "live" });
      for (const one of this.followed.values()) this.ask(one);
    };
    socket.onmessage = (event: MessageEvent<string>) => {
      this.listenForSilence();
      for (const line of event.data.split("\n")) this.hear(JSON.parse(line) as Told);
    };
    socket.onclose = (event) => this.lost(event.code);
  }

  private lost(code: number): void {
    const was = this.state.phase;
    this.drop();
    this.set({ phase: code === SIGNED_OUT ? "ended" : was === "off" ? "off" : "reconnecting", lag: null });
    if (this.followed.size > 0) this.again = setTimeout(() => this.connect(), backOff((this.attempt += 1), Math.random()));
  }

  private drop(): void {
    const socket = this.socket;
    this.socket = null;
    if (this.silence !== null) clearTimeout(this.silence);
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  private listenForSilence(): void {
    if (this.silence !== null) clearTimeout(this.silence);
    this.silence = setTimeout(() => this.lost(0), SILENT_MS);
  }

  private hear(told: Told): void {
    if (told.type === "status") this.set({ catchingUp: told.catching_up, staleSince: told.stale_since });
    if (told.type !== "result") return;
    const one = [...this.followed.values()].find((each) => each.id === told.id);
    if (!one) return;
    one.version = told.version;
    one.last = told.result;
    if (told.result.as_of !== null) this.set({ lag: Math.max(0, (Date.now() - Date.parse(told.result.as_of)) / 1000) });
    for (const listener of one.listeners) listener(told.result);
  }

  private ask(one: Following): void {
    this.say({ type: "subscribe", id: one.id, query: one.query, ...(one.version === undefined ? {} : { version: one.version }) });
  }

  private say(message: object): void {
    if (this.socket?.readyState === 1) this.socket.send(JSON.stringify(message));
  }

  private set(change: Partial<LiveState>): void {
    const next = { ...this.state, ...change };
    const same = (Object.keys(next) as (keyof LiveState)[]).every((key) => next[key] === this.state[key]);
    if (same) return;
    this.state = next;
    for (const watcher of this.watchers) watcher();
  }
}

export const Live: LiveClient = new LiveClient(
  () => new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/api/v1/live`, [LINES]),
);
