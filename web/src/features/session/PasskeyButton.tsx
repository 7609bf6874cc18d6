import { Button } from "@mantine/core";
import { IconFingerprint } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { signInWithPasskey } from "@/api/proof";
import form from "@/form/form.module.css";
import { proofText } from "@/i18n/secondStep";

/** Signs in by a passkey alone. */
export function PasskeyButton({ onEnter }: { readonly onEnter: () => void }) {
  const enter = useMutation({ mutationFn: signInWithPasskey, onSuccess: onEnter });
  return (
    <>
      <Button variant="default" size="md" leftSection={<IconFingerprint size={18} aria-hidden />} loading={enter.isPending || enter.isSuccess} onClick={() => enter.mutate()}>
        {proofText.passkeyIn}
      </Button>
      {enter.error ? (
        <p role="alert" className={form.refusal}>
          {enter.error.message}
        </p>
      ) : null}
    </>
  );
}
