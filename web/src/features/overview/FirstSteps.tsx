import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { overviewText } from "@/i18n/overview";
import { useSession } from "@/app/view";
import { EmptyState } from "@/ui/EmptyState";

/** A clean organisation: what will appear here and how it gets here. */
export function FirstSteps() {
  const { stores } = useSession();
  return (
    <EmptyState title={overviewText.noOrdersTitle} text={overviewText.noOrders}>
      <Button renderRoot={(props) => <Link to="/imports" {...props} />}>{overviewText.importFile}</Button>
      {stores.length === 0 ? (
        <Button variant="default" renderRoot={(props) => <Link to="/stores" {...props} />}>
          {overviewText.addStore}
        </Button>
      ) : null}
    </EmptyState>
  );
}
