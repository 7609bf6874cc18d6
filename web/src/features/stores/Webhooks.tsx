/** A store's connection: what to paste, the secret, what came of it, and a test that really is sent. */
import { Drawer } from "@mantine/core";
import type { Webhooks } from "@/api/webhooks";
import { ConnectionStatus } from "@/features/stores/ConnectionStatus";
import { CopyField } from "@/features/stores/CopyField";
import { RecentDeliveries } from "@/features/stores/RecentDeliveries";
import { SecretForm } from "@/features/stores/SecretForm";
import { TryWebhook } from "@/features/stores/TryWebhook";
import { shellText } from "@/i18n/shell";
import { deliveryStates, webhookText } from "@/i18n/webhooks";
import { ago, dateTimeIn } from "@/lib/clock";
import { formatCount } from "@/lib/format";
import { useNow } from "@/lib/useNow";
import classes from "./webhooks.module.css";

interface WebhooksDrawerProps {
  readonly found: Webhooks;
  readonly name: string;
  readonly zone: string;
  readonly makesSecret: boolean;
  readonly onClose: () => void;
}

export function WebhooksDrawer({ found, name, zone, makesSecret, onClose }: WebhooksDrawerProps) {
  const now = useNow(5_000);
  return (
    <Drawer opened onClose={onClose} position="right" size="min(560px, 100vw)" title={webhookText.title(name)} closeButtonProps={{ "aria-label": shellText.close }}>
      <p className={classes.next}>
        <ConnectionStatus state={found.state} /> {webhookText.next[found.state]}
      </p>
      {found.url === null ? null : (
        <>
          <h3 className={classes.title}>{webhookText.paste}</h3>
          <CopyField label={webhookText.url} value={reachable(found.url)} action={webhookText.copyUrl} />
          {isLocal(found.url) ? <p className={classes.local}>{webhookText.local}</p> : null}
          <CopyField label={webhookText.topics} value={found.topics.join("\n")} action={webhookText.copyTopics} />
          <h3 className={classes.title}>{webhookText.secret}</h3>
          <SecretForm slug={found.store} isSet={found.secret_set} canMake={makesSecret} />
          <h3 className={classes.title}>{webhookText.history}</h3>
          <History found={found} zone={zone} now={now} />
          <h3 className={classes.title}>{webhookText.test}</h3>
          <TryWebhook slug={found.store} />
          <h3 className={classes.title}>{webhookText.deliveries}</h3>
          <RecentDeliveries slug={found.store} zone={zone} now={now} />
        </>
      )}
    </Drawer>
  );
}

const isLocal = (url: string): boolean => new URL(url).hostname === "127.0.0.1";

/** Without a public address the server knows only that it is on this machine; the browser knows where it found it. */
const reachable = (url: string): string => (isLocal(url) ? location.origin + new URL(url).pathname : url);

function History({ found, zone, now }: { readonly found: Webhooks; readonly zone: string; readonly now: Date }) {
  const { last_delivery: last, refused } = found;
  return (
    <dl className={classes.facts}>
      <div>
        <dt>{webhookText.last}</dt>
        <dd>
          {last === null ? (
            webhookText.none
          ) : (
            <span title={dateTimeIn(zone, new Date(last.at))}>
              <code>{last.topic}</code>, {ago(new Date(last.at), now)}, {deliveryStates[last.state]}
              {last.reason === null ? "" : `: ${last.reason}`}
            </span>
          )}{" "}
          <span className={classes.quiet}>{webhookText.today(formatCount(found.deliveries_today))}</span>
        </dd>
      </div>
      <div>
        <dt>{webhookText.refused}</dt>
        <dd data-tone={found.state === "refused" ? "bad" : undefined}>
          {refused === null ? webhookText.noneRefused : webhookText.refusedWords(formatCount(refused.count), refused.last_reason, ago(new Date(refused.last_at), now))}
        </dd>
      </div>
      {found.ended_at === null ? null : (
        <div>
          <dt>{webhookText.endedAt}</dt>
          <dd>{dateTimeIn(zone, new Date(found.ended_at))}</dd>
        </div>
      )}
    </dl>
  );
}
