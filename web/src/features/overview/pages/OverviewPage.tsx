/** What is going well, what is not, and where to press. */
import { useQuery } from "@tanstack/react-query";
import { fetchOrders } from "@/api/orders";
import { useSession, useView } from "@/app/view";
import { Arriving } from "@/features/overview/Arriving";
import { Breakdown } from "@/features/overview/Breakdown";
import { FirstSteps } from "@/features/overview/FirstSteps";
import { Hero } from "@/features/overview/Hero";
import { Products } from "@/features/overview/Products";
import { StoreSales } from "@/features/overview/StoreSales";
import { WhereFrom } from "@/features/overview/WhereFrom";
import { overviewText } from "@/i18n/overview";
import classes from "./OverviewPage.module.css";

export function OverviewPage() {
  const session = useSession();
  const view = useView();
  const any = useQuery({ queryKey: ["orders", "any"], queryFn: ({ signal }) => fetchOrders({ limit: 1 }, signal), staleTime: 30_000 });
  const clean = session.stores.length === 0 || (any.data !== undefined && any.data.items.length === 0 && !session.demo?.filling);
  return (
    <>
      <title>{`${overviewText.title} · Comptoir`}</title>
      <h1 className="sr">{`${overviewText.title}, ${view.rangeWords}`}</h1>
      {clean ? (
        <FirstSteps />
      ) : (
        <div className={classes.page}>
          <Hero />
          <div className={classes.wide}>
            <StoreSales />
            <Arriving />
          </div>
          <div className={classes.three}>
            <Breakdown dimension="channel" title={overviewText.channels} column={overviewText.channel} />
            <Products />
            <WhereFrom />
          </div>
        </div>
      )}
    </>
  );
}
