/** Boards: pages people compose, their versions, files and templates. */
import { get, patch, post, put, remove, request } from "@/api/client";
import type { Document } from "@/tiles/model";

export type Visibility = "personal" | "shared" | "organisation";

interface Person {
  readonly id: string;
  readonly name: string;
}

export interface BoardSummary {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly visibility: Visibility;
  readonly roles: readonly string[];
  readonly owner: Person | null;
  readonly is_mine: boolean;
  readonly may_edit: boolean;
  /** Rename, share, delete. */
  readonly may_manage: boolean;
  readonly is_favourite: boolean;
  readonly is_home: boolean;
  readonly template: string | null;
  readonly version: number;
  readonly saved_at: string;
  readonly tiles: number;
}

export interface Board extends BoardSummary {
  readonly document: Document;
  readonly saved_by: Person | null;
}

export interface BoardDraft {
  readonly name: string;
  readonly description?: string;
  readonly visibility?: Visibility;
  readonly roles?: readonly string[];
  readonly document?: Document;
  readonly template?: string;
}

export type BoardChange = Partial<Pick<BoardDraft, "name" | "description" | "visibility" | "roles">>;

export interface SavedConflict {
  readonly tile: string | null;
  readonly what: "changed" | "removed" | "settings";
  readonly yours: unknown;
  readonly theirs: unknown;
}

export interface Saved {
  readonly board: Board;
  readonly merged: boolean;
  readonly conflicts: readonly SavedConflict[];
}

export interface BoardVersion {
  readonly version: number;
  readonly saved_at: string;
  readonly saved_by: Person | null;
  readonly summary: string;
}

export interface Template {
  readonly key: string;
  readonly name: string;
  readonly question: string;
  readonly tiles: number;
  readonly needs: readonly string[];
  readonly has_data: boolean;
}

const at = (id: string, rest = ""): string => `/boards/${encodeURIComponent(id)}${rest}`;

export const fetchBoards = async (signal?: AbortSignal): Promise<readonly BoardSummary[]> =>
  (await get<{ items: BoardSummary[] }>("/boards", signal)).items;
export const fetchBoard = (id: string, signal?: AbortSignal): Promise<Board> => get<Board>(at(id), signal);
export const fetchTemplates = async (signal?: AbortSignal): Promise<readonly Template[]> =>
  (await get<{ items: Template[] }>("/boards/templates", signal)).items;
export const addBoard = (draft: BoardDraft): Promise<Board> => post<Board>("/boards", draft);
export const changeBoard = (id: string, change: BoardChange): Promise<Board> => patch<Board>(at(id), change);
export const deleteBoard = (id: string): Promise<unknown> => remove(at(id));
export const undeleteBoard = (id: string): Promise<unknown> => post(at(id, "/undelete"));
export const duplicateBoard = (id: string, name?: string): Promise<Board> => post<Board>(at(id, "/duplicate"), name === undefined ? {} : { name });
export const saveDocument = (id: string, base: number, document: Document): Promise<Saved> =>
  put<Saved>(at(id, "/document"), { base_version: base, document });
export const importBoard = (yaml: string): Promise<Board> => post<Board>("/boards/import", { yaml });
export const setFavourite = (id: string, favourite: boolean): Promise<unknown> =>
  favourite ? put(at(id, "/favourite"), {}) : remove(at(id, "/favourite"));
export const setHome = (id: string | null): Promise<unknown> => put("/boards/home", { board_id: id });
type Defaults = Readonly<Record<string, string | null>>;

export const fetchDefaults = async (signal?: AbortSignal): Promise<Defaults> => (await get<{ roles: Defaults }>("/boards/defaults", signal)).roles;
export const setDefault = (role: string, id: string | null): Promise<unknown> =>
  put(`/boards/defaults/${encodeURIComponent(role)}`, { board_id: id });

export const fetchVersions = async (id: string, signal?: AbortSignal): Promise<readonly BoardVersion[]> =>
  (await get<{ items: BoardVersion[] }>(at(id, "/versions"), signal)).items;
export const fetchVersion = (id: string, version: number, signal?: AbortSignal): Promise<{ readonly document: Document }> =>
  get(at(id, `/versions/${version}`), signal);
export const restoreVersion = (id: string, version: number): Promise<Board> => post<Board>(at(id, `/versions/${version}/restore`));

export async function fetchBoardFile(id: string): Promise<Blob> {
  return (await request("GET", at(id, "/file"))).blob();
}

/** The board if somebody saved since the version known; null while nobody did. */
export async function fetchNewer(id: string, version: number, signal?: AbortSignal): Promise<Board | null> {
  const response = await request("GET", at(id), undefined, signal, `"${version}"`);
  if (response.status === 304) return null;
  const board = (await response.json()) as Board;
  return board.version > version ? board : null;
}
