import { useSession } from "@/app/view";
import { ChangePassword } from "@/features/account/ChangePassword";
import { Devices } from "@/features/account/Devices";
import { OwnWeeks } from "@/features/account/OwnWeeks";
import { SecondStep } from "@/features/account/SecondStep";
import { Tokens } from "@/features/account/Tokens";
import { accountText } from "@/i18n/account";
import { PageHead } from "@/ui/PageHead";
import classes from "../account.module.css";

/** What belongs to the person who is signed in. */
export function AccountPage() {
  const { user, organisation } = useSession();
  return (
    <div className={classes.page}>
      <PageHead title={accountText.title} subtitle={`${user.email}, ${user.role} of ${organisation.name}`} />
      <ChangePassword />
      <SecondStep />
      <OwnWeeks />
      <div id="devices">
        <Devices />
      </div>
      <Tokens />
    </div>
  );
}
