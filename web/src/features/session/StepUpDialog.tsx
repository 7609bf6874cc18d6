/** Asks who is there before a dangerous act; the act goes on by itself right after. */
import { Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { ownProof } from "@/api/proof";
import { fetchSession } from "@/api/session";
import { ProofForm } from "@/features/session/ProofForm";
import form from "@/form/form.module.css";
import { proofText } from "@/i18n/secondStep";
import { shellText } from "@/i18n/shell";
import { RowBones } from "@/ui/Bones";

export default function StepUpDialog({ onEnd }: { readonly onEnd: (isProven: boolean) => void }) {
  // Asked anew: what a person can show may have changed a moment ago.
  const session = useQuery({ queryKey: ["session", "proofs"], queryFn: ({ signal }) => fetchSession(signal), staleTime: 0, gcTime: 0 });
  const methods = session.data?.user.proofs;
  return (
    <Modal opened onClose={() => onEnd(false)} title={proofText.againTitle} size={440} zIndex={1000} closeButtonProps={{ "aria-label": shellText.close }}>
      <div className={form.form}>
        <p>{proofText.again}</p>
        {session.isPending ? <RowBones rows={2} height={44} /> : null}
        {session.error ? (
          <p role="alert" className={form.refusal}>
            {session.error.message}
          </p>
        ) : null}
        {methods?.length === 0 ? (
          <p role="alert" className={form.refusal}>
            {proofText.noWay}
          </p>
        ) : null}
        {methods && methods.length > 0 ? <ProofForm methods={methods} door={ownProof} submit={proofText.confirm} onDone={() => onEnd(true)} /> : null}
      </div>
    </Modal>
  );
}
