/** Recovery codes: shown once, to copy or to download. */
import { Button, CopyButton, Modal } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { saveBlob } from "@/api/client";
import { renewRecoveryCodes } from "@/api/secondStep";
import { useSession } from "@/app/view";
import { ConfirmDanger } from "@/form/ConfirmDanger";
import form from "@/form/form.module.css";
import { secondStepText } from "@/i18n/secondStep";
import classes from "./account.module.css";

const FILE = "comptoir-recovery-codes.txt";

export function RecoveryCodes({ codes, onKept }: { readonly codes: readonly string[]; readonly onKept: () => void }) {
  const { user } = useSession();
  const text = secondStepText.file(user.email, codes);
  return (
    <Modal opened onClose={onKept} title={secondStepText.codesTitle} size={520} withCloseButton={false} closeOnClickOutside={false} closeOnEscape={false}>
      <div className={form.form}>
        <p>{secondStepText.codesLead}</p>
        <ol className={classes.codes}>
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ol>
        <div className={form.actions}>
          <CopyButton value={codes.join("\n")}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {copied ? secondStepText.copied : secondStepText.copy}
              </Button>
            )}
          </CopyButton>
          <Button variant="default" onClick={() => saveBlob(new Blob([text], { type: "text/plain" }), FILE)}>
            {secondStepText.download}
          </Button>
          <Button onClick={onKept}>{secondStepText.kept}</Button>
        </div>
      </div>
    </Modal>
  );
}

interface NewRecoveryCodesProps {
  readonly onMade: (codes: readonly string[]) => void;
  readonly onClose: () => void;
}

export function NewRecoveryCodes({ onMade, onClose }: NewRecoveryCodesProps) {
  const go = useMutation({ mutationFn: renewRecoveryCodes, onSuccess: onMade });
  return <ConfirmDanger title={secondStepText.newTitle} text={secondStepText.newText} cancel={secondStepText.cancel} confirm={secondStepText.newCodes} go={go} onClose={onClose} />;
}
