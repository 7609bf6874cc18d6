/** Whether the trail is as it was written, and what proves it elsewhere. */
import { Button, CopyButton } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { verifyTrail, type Security, type Verdict } from "@/api/audit";
import { Refusal } from "@/board/TileState";
import { auditText, securityText } from "@/i18n/audit";
import { formatDay } from "@/lib/calendar";
import { Facts } from "@/ui/Facts";
import { Section } from "@/ui/Section";
import { Status } from "@/ui/Status";
import classes from "./audit.module.css";

export function Trail({ chain }: { readonly chain: Security["chain"] }) {
  const check = useMutation({ mutationFn: verifyTrail });
  return (
    <Section title={securityText.chain}>
      <div className={classes.trail}>
        <Facts
          facts={[
            [securityText.entriesName, securityText.entries(chain.entries)],
            [securityText.root, chain.last_root === null ? securityText.noRoot : formatDay(chain.last_root)],
          ]}
        />
        <div className={classes.checked} aria-live="polite">
          <Button variant="default" loading={check.isPending} onClick={() => check.mutate()}>
            {securityText.check}
          </Button>
          {check.error ? <Refusal error={check.error} retry={() => check.mutate()} /> : null}
          {check.data ? <Found verdicts={check.data.items} /> : null}
        </div>
        <p className={classes.quiet}>
          {securityText.command} <code>comptoir audit verify</code>
        </p>
        <p className={classes.quiet}>
          {securityText.key} <code className={classes.hash}>{chain.public_key}</code>
        </p>
        <p className={classes.quiet}>{securityText.keyHint}</p>
        <div>
          <CopyButton value={chain.public_key}>
            {({ copied, copy }) => (
              <Button size="compact-sm" variant="default" onClick={copy}>
                {copied ? auditText.copied : auditText.copy}
              </Button>
            )}
          </CopyButton>
        </div>
      </div>
    </Section>
  );
}

function Found({ verdicts }: { readonly verdicts: readonly Verdict[] }) {
  const sum = (of: (verdict: Verdict) => number): number => verdicts.reduce((total, verdict) => total + of(verdict), 0);
  const faults = verdicts.flatMap((verdict) => verdict.faults);
  if (faults.length === 0) return <Status status="done" label={securityText.holds(sum((one) => one.entries), sum((one) => one.roots))} />;
  return (
    <div>
      <Status status="failed" label={securityText.altered(faults.length + sum((one) => one.more_faults))} />
      <ul className={classes.faults}>
        {faults.map((fault) => (
          <li key={`${fault.kind}/${fault.sequence}/${fault.entry}`}>
            <strong>{securityText.at(fault.sequence)}</strong> {fault.detail}
          </li>
        ))}
      </ul>
    </div>
  );
}
