/** Sends a test delivery and says step by step how it went. */
import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { tryWebhook, type TestReport } from "@/api/webhooks";
import { queryClient } from "@/app/queries";
import { useMay } from "@/app/view";
import { Refusal } from "@/board/TileState";
import { shellText } from "@/i18n/shell";
import { webhookText } from "@/i18n/webhooks";
import { Status } from "@/ui/Status";
import classes from "./webhooks.module.css";

export function TryWebhook({ slug }: { readonly slug: string }) {
  const mayWrite = useMay()("stores:write");
  const go = useMutation({
    mutationFn: () => tryWebhook(slug),
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: ["webhooks"] }),
  });
  return (
    <div className={classes.test}>
      <p className={classes.quiet}>{webhookText.testHint}</p>
      <Button variant="default" loading={go.isPending} disabled={!mayWrite} title={mayWrite ? undefined : shellText.needsPermission(webhookText.change)} onClick={() => go.mutate()}>
        {webhookText.send}
      </Button>
      <div role="status">{go.data ? <Report report={go.data} /> : null}</div>
      {go.error ? <Refusal error={go.error} retry={() => go.mutate()} /> : null}
    </div>
  );
}

function Report({ report }: { readonly report: TestReport }) {
  return (
    <>
      <p>
        {report.ok ? webhookText.passed : webhookText.failed} <span className={classes.quiet}>{webhookText.via[report.via]}</span>
      </p>
      <ol className={classes.steps}>
        {report.steps.map((step) => (
          <li key={step.name}>
            <Status status={step.ok === null ? "open" : step.ok ? "done" : "failed"} label={step.ok === null ? webhookText.untried : step.ok ? webhookText.ok : webhookText.wrong} />
            <span>
              <strong>{webhookText.steps[step.name] ?? step.name}</strong> {step.detail}
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}
