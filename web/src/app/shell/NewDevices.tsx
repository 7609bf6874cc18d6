/** Tells a person that their account was opened in a browser nobody knew. */
import { Link } from "@tanstack/react-router";
import { useSession } from "@/app/view";
import { deviceText } from "@/i18n/secondStep";
import classes from "./NewDevices.module.css";

export function NewDevices() {
  const { user } = useSession();
  if (!user.new_devices) return null;
  return (
    <section className={classes.notice} aria-label={deviceText.look}>
      <p>{deviceText.notice}</p>
      <Link to="/account" hash="devices" className={classes.look}>
        {deviceText.look}
      </Link>
    </section>
  );
}
