/** The one way to the server: JSON in and out, problem documents as errors, the CSRF token on every change. */

export interface Problem {
  readonly type?: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly code: string;
  readonly hint?: string;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
  readonly did_you_mean?: string | readonly string[];
}

export class ApiError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail ?? problem.title);
    this.name = "ApiError";
  }

  get status(): number {
    return this.problem.status;
  }

  /** What the server says about one field of a form. */
  field(name: string): string | undefined {
    return this.problem.errors?.find((error) => error.field === name)?.message;
  }
}

let csrfToken: string | null = null;

export function rememberCsrf(token: string): void {
  csrfToken = token;
}

const BASE = "/api/v1";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

type Prove = () => Promise<boolean>;
let prove: Prove | null = null;

/** What asks the person to show who they are where the server wants that before a dangerous act; null: nobody does. */
export function askForProof(ask: Prove | null): void {
  prove = ask;
}

/** Sends a request, and once more after the person showed who they are. */
export async function request(method: Method, path: string, body?: unknown, signal?: AbortSignal, known?: string): Promise<Response> {
  try {
    return await send(method, path, body, signal, known);
  } catch (error) {
    if (!(error instanceof ApiError) || error.problem.code !== "step_up_required" || prove === null) throw error;
    if (!(await prove())) throw error;
    return send(method, path, body, signal, known);
  }
}

/** A caller that names a version it knows is told by 304 that there is no other. */
async function send(method: Method, path: string, body?: unknown, signal?: AbortSignal, known?: string): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json", ...(known === undefined ? {} : { "If-None-Match": known }) };
  const init: RequestInit = { method, headers, credentials: "same-origin", signal: signal ?? null };
  if (body instanceof FormData) init.body = body;
  else if (body !== undefined) {
    headers["Content-Type"] = "application/json";
    init.body = JSON.stringify(body);
  }
  if (method !== "GET" && csrfToken !== null) headers["X-CSRF-Token"] = csrfToken;
  let response: Response;
  try {
    response = await fetch(BASE + path, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError({ title: "No connection to the server", status: 0, code: "offline" });
  }
  if (!response.ok && !(response.status === 304 && known !== undefined)) throw new ApiError(await readProblem(response));
  return response;
}

async function readProblem(response: Response): Promise<Problem> {
  const fallback = { title: "The server could not answer", status: response.status, code: `http_${response.status}` };
  try {
    const body = (await response.json()) as Partial<Problem>;
    return { ...fallback, ...body, status: response.status };
  } catch {
    return fallback;
  }
}

async function json<T>(response: Response): Promise<T> {
  if (response.status === 204) return undefined as T;
  const text = await response.text();
  return (text === "" ? undefined : JSON.parse(text)) as T;
}

export const get = async <T>(path: string, signal?: AbortSignal): Promise<T> =>
  json<T>(await request("GET", path, undefined, signal));
export const post = async <T>(path: string, body?: unknown, signal?: AbortSignal): Promise<T> =>
  json<T>(await request("POST", path, body, signal));
export const put = async <T>(path: string, body: unknown): Promise<T> => json<T>(await request("PUT", path, body));
export const patch = async <T>(path: string, body: unknown): Promise<T> => json<T>(await request("PATCH", path, body));
export const remove = async <T>(path: string): Promise<T> => json<T>(await request("DELETE", path));

export function withQuery(path: string, parameters: Record<string, string | number | null | undefined>): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(parameters)) {
    if (value !== null && value !== undefined && value !== "") search.set(key, String(value));
  }
  const text = search.toString();
  return text === "" ? path : `${path}?${text}`;
}

/** Hands a file of the server's making to the person. */
export function saveBlob(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
