/** The link that opens a new person's account: shown once. */
import { Button, CopyButton, Modal } from "@mantine/core";
import type { Invited } from "@/api/people";
import { useSession } from "@/app/view";
import form from "@/form/form.module.css";
import { peopleText } from "@/i18n/people";
import { shellText } from "@/i18n/shell";
import { dateTimeIn } from "@/lib/clock";
import classes from "./people.module.css";

export function InvitedDialog({ invited, onClose }: { readonly invited: Invited; readonly onClose: () => void }) {
  const zone = useSession().organisation.timezone;
  const link = invited.link === null ? null : new URL(invited.link, location.origin).href;
  return (
    <Modal opened onClose={onClose} title={peopleText.linkTitle} size={520} closeButtonProps={{ "aria-label": shellText.close }}>
      <div className={form.form}>
        {link === null ? (
          <p>{peopleText.signsIn(invited.email)}</p>
        ) : (
          <>
            <p>{peopleText.linkText}</p>
            <pre className={classes.secret} tabIndex={0} aria-label={peopleText.linkTitle}>
              {link}
            </pre>
            {invited.link_expires_at === null ? null : <p className={classes.quiet}>{peopleText.linkUntil(dateTimeIn(zone, new Date(invited.link_expires_at)))}</p>}
          </>
        )}
        <div className={form.actions}>
          {link === null ? null : (
            <CopyButton value={link}>
              {({ copied, copy }) => (
                <Button variant="default" onClick={copy}>
                  {copied ? peopleText.copied : peopleText.copy}
                </Button>
              )}
            </CopyButton>
          )}
          <Button onClick={onClose}>{peopleText.done}</Button>
        </div>
      </div>
    </Modal>
  );
}
