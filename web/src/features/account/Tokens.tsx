import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { fetchTokens, revokeToken, type Token } from "@/api/account";
import { queryClient } from "@/app/queries";
import { Refusal } from "@/board/TileState";
import { NewToken, TOKENS } from "@/features/account/NewToken";
import { ConfirmDanger } from "@/form/ConfirmDanger";
import { accountText } from "@/i18n/account";
import { ago, dateIn } from "@/lib/clock";
import { useNow } from "@/lib/useNow";
import { DataTable, type DataColumn } from "@/table/DataTable";
import { announce } from "@/ui/Announcer";
import { RowBones } from "@/ui/Bones";
import { Section } from "@/ui/Section";
import classes from "./account.module.css";

export function Tokens() {
  const now = useNow(60_000);
  const [doing, setDoing] = useState<"new" | Token | null>(null);
  const answer = useQuery({ queryKey: TOKENS, queryFn: ({ signal }) => fetchTokens(signal) });
  const tokens = (answer.data ?? []).filter((token) => token.revoked_at === null);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const used = (token: Token): string => (token.last_used_at === null ? accountText.notUsed : ago(new Date(token.last_used_at), now));
  const revoke = (token: Token) => (
    <Button variant="default" size="compact-sm" onClick={() => setDoing(token)}>
      {accountText.revoke}
    </Button>
  );
  const columns: readonly DataColumn<Token>[] = [
    { id: "name", head: accountText.name, cell: (token) => <Name token={token} /> },
    { id: "scopes", head: accountText.scopes, wideOnly: true, cell: (token) => <span className={classes.scopes}>{token.scopes.join(", ")}</span> },
    { id: "used", head: accountText.used, cell: used },
    { id: "ends", head: accountText.ends, cell: (token) => (token.expires_at === null ? accountText.never : dateIn(zone, new Date(token.expires_at))) },
    { id: "revoke", head: accountText.actions, align: "right", cell: revoke },
  ];
  return (
    <Section title={accountText.tokens} hint={accountText.tokensHint}>
      {answer.isPending ? <RowBones rows={2} height={44} /> : null}
      {answer.error && !answer.data ? <Refusal error={answer.error} retry={() => void answer.refetch()} /> : null}
      {answer.data && tokens.length === 0 ? <p className={classes.quiet}>{accountText.noTokensText}</p> : null}
      {tokens.length > 0 ? (
        <DataTable
          caption={accountText.tokens}
          rows={tokens}
          columns={columns}
          rowKey={(token) => token.id}
          card={(token) => (
            <div className={classes.card}>
              <Name token={token} />
              {revoke(token)}
              <span className={classes.quiet}>{used(token)}</span>
            </div>
          )}
        />
      ) : null}
      <div className={classes.after}>
        <Button variant="default" leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setDoing("new")}>
          {accountText.newToken}
        </Button>
      </div>
      {doing === "new" ? <NewToken onClose={() => setDoing(null)} /> : null}
      {doing !== null && doing !== "new" ? <Revoke token={doing} onClose={() => setDoing(null)} /> : null}
    </Section>
  );
}

function Name({ token }: { readonly token: Token }) {
  return (
    <span>
      {token.name} <code className={classes.quiet}>{token.prefix}…</code>
    </span>
  );
}

function Revoke({ token, onClose }: { readonly token: Token; readonly onClose: () => void }) {
  const go = useMutation({
    mutationFn: () => revokeToken(token.id),
    onSuccess: () => {
      announce(accountText.revoked(token.name));
      void queryClient.invalidateQueries({ queryKey: TOKENS });
      onClose();
    },
  });
  return <ConfirmDanger title={accountText.revokeTitle(token.name)} text={accountText.revokeText} cancel={accountText.cancel} confirm={accountText.revoke} go={go} onClose={onClose} />;
}
