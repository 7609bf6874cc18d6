/** Showing who one is: the second step of signing in, a passkey alone, and again before a dangerous act. */
import { post } from "@/api/client";
import { answerWithPasskey, type PasskeyRequest } from "@/lib/passkeys";

export type ProofMethod = "password" | "code" | "passkey" | "recovery";

export interface Ceremony<T> {
  readonly ceremony_id: string;
  readonly options: T;
}

export interface Proof {
  readonly password?: string;
  readonly code?: string;
  readonly recovery_code?: string;
  readonly ceremony_id?: string;
  readonly passkey?: unknown;
}

/** Where a proof goes: what finishes signing in, or what a session is asked for. */
export interface ProofDoor {
  readonly send: (proof: Proof) => Promise<unknown>;
  readonly byPasskey: () => Promise<unknown>;
}

async function byPasskey(challenge: string, answer: string): Promise<unknown> {
  const { ceremony_id, options } = await post<Ceremony<PasskeyRequest>>(challenge);
  return post(answer, { ceremony_id, passkey: await answerWithPasskey(options) });
}

export const secondStep: ProofDoor = {
  send: (proof) => post("/session/second-step", proof),
  byPasskey: () => byPasskey("/session/second-step/challenge", "/session/second-step"),
};

export const ownProof: ProofDoor = {
  send: (proof) => post("/session/proof", proof),
  byPasskey: () => byPasskey("/session/proof/challenge", "/session/proof"),
};

export const signInWithPasskey = (): Promise<unknown> => byPasskey("/session/passkey/challenge", "/session/passkey");
