/** Passkeys between the server's JSON and the browser's bytes. */

interface Descriptor {
  readonly id: string;
  readonly type: "public-key";
}

export interface PasskeyRequest {
  readonly challenge: string;
  readonly rpId: string;
  readonly timeout: number;
  readonly allowCredentials?: readonly Descriptor[];
  readonly userVerification: UserVerificationRequirement;
}

export interface PasskeyCreation {
  readonly challenge: string;
  readonly rp: { readonly id: string; readonly name: string };
  readonly user: { readonly id: string; readonly name: string; readonly displayName: string };
  readonly pubKeyCredParams: readonly { readonly type: "public-key"; readonly alg: number }[];
  readonly timeout: number;
  readonly excludeCredentials?: readonly Descriptor[];
  readonly authenticatorSelection: AuthenticatorSelectionCriteria;
}

/** Why a device gave nothing: the person stopped it, took too long, or has no such passkey. Browsers do not say which. */
export class PasskeyStopped extends Error {}

/** Browsers keep passkeys for names only, never for an address such as 127.0.0.1. */
export const canUsePasskeys = (): boolean =>
  "credentials" in navigator && typeof PublicKeyCredential === "function" && !/^[\d.]+$|:/.test(location.hostname);

export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

export function textOf(bytes: ArrayBuffer): string {
  const plain = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join("");
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

const known = (list: readonly Descriptor[] | undefined): PublicKeyCredentialDescriptor[] => (list ?? []).map(({ id, type }) => ({ id: bytesOf(id), type }));

export async function makePasskey(options: PasskeyCreation): Promise<unknown> {
  const publicKey: PublicKeyCredentialCreationOptions = {
    rp: options.rp,
    pubKeyCredParams: [...options.pubKeyCredParams],
    timeout: options.timeout,
    authenticatorSelection: options.authenticatorSelection,
    challenge: bytesOf(options.challenge),
    user: { ...options.user, id: bytesOf(options.user.id) },
    excludeCredentials: known(options.excludeCredentials),
  };
  const made = await asked(() => navigator.credentials.create({ publicKey }));
  const response = made.response as AuthenticatorAttestationResponse;
  return { ...named(made), response: { clientDataJSON: textOf(response.clientDataJSON), attestationObject: textOf(response.attestationObject) } };
}

export async function answerWithPasskey(options: PasskeyRequest): Promise<unknown> {
  const publicKey: PublicKeyCredentialRequestOptions = {
    rpId: options.rpId,
    timeout: options.timeout,
    userVerification: options.userVerification,
    challenge: bytesOf(options.challenge),
    allowCredentials: known(options.allowCredentials),
  };
  const made = await asked(() => navigator.credentials.get({ publicKey }));
  const response = made.response as AuthenticatorAssertionResponse;
  return {
    ...named(made),
    response: {
      clientDataJSON: textOf(response.clientDataJSON),
      authenticatorData: textOf(response.authenticatorData),
      signature: textOf(response.signature),
      userHandle: response.userHandle === null ? null : textOf(response.userHandle),
    },
  };
}

const named = (made: PublicKeyCredential): object => ({ id: made.id, rawId: textOf(made.rawId), type: made.type, clientExtensionResults: {} });

async function asked(ask: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  try {
    const made = await ask();
    if (made instanceof PublicKeyCredential) return made;
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
  throw new PasskeyStopped("No passkey was used. Try again, or choose another way.");
}
