import type { ConnectionState } from "@/api/webhooks";
import { connectionNames } from "@/i18n/webhooks";
import { Status } from "@/ui/Status";

const TONES: Record<ConnectionState, string> = { unsupported: "open", no_secret: "open", waiting: "open", receiving: "done", refused: "failed", ended: "failed" };

/** How a connection stands, in a word. */
export function ConnectionStatus({ state }: { readonly state: ConnectionState }) {
  return <Status status={TONES[state]} label={connectionNames[state]} />;
}
