/** The trail: search it, open an entry, take it away. */
import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { entriesFile, type EntriesAsked, type Entry } from "@/api/audit";
import { useMay, useSession } from "@/app/view";
import { Refusal } from "@/board/TileState";
import { auditColumns, EntryCard } from "@/features/audit/columns";
import { EntryDrawer } from "@/features/audit/EntryDrawer";
import { Filters } from "@/features/audit/Filters";
import { entriesQuery } from "@/features/audit/queries";
import { askedOf } from "@/features/audit/search";
import { whoOf } from "@/features/audit/words";
import { auditText } from "@/i18n/audit";
import { shellText } from "@/i18n/shell";
import { useNow } from "@/lib/useNow";
import { DataTable } from "@/table/DataTable";
import { Pager } from "@/table/Pager";
import { RowBones } from "@/ui/Bones";
import { EmptyState } from "@/ui/EmptyState";
import { PageHead } from "@/ui/PageHead";
import classes from "../audit.module.css";

export function AuditPage() {
  const maySee = useMay()("audit:read");
  if (maySee) return <Shown />;
  return (
    <>
      <PageHead title={auditText.title} />
      <p className={classes.quiet}>{shellText.needsPermission(auditText.look)}</p>
    </>
  );
}

function Shown() {
  const zone = useSession().organisation.timezone;
  const search = useSearch({ from: "/panel/audit" });
  const navigate = useNavigate({ from: "/audit" });
  const now = useNow(60_000);
  const [open, setOpen] = useState<Entry | null>(null);
  const asked = askedOf(search, zone);
  const page = useQuery(entriesQuery(asked, search.cursor));
  const items = page.data?.items ?? [];
  const next = page.data?.next_cursor;
  const known = items.find((one) => one.who?.id === search.user && one.who !== null);
  return (
    <>
      <PageHead title={auditText.title} subtitle={auditText.subtitle}>
        <Files asked={asked} />
      </PageHead>
      <Filters who={known ? whoOf(known) : null} />
      {page.error && !page.data ? <Refusal error={page.error} retry={() => void page.refetch()} /> : null}
      {page.isPending ? <RowBones rows={14} height={38} /> : null}
      {page.data && items.length === 0 ? (
        <EmptyState title={auditText.emptyTitle} text={auditText.empty}>
          <Button variant="default" renderRoot={(props) => <Link to="/audit" {...props} />}>
            {auditText.reset}
          </Button>
        </EmptyState>
      ) : null}
      {items.length > 0 ? (
        <>
          <DataTable
            caption={auditText.title}
            rows={items}
            columns={auditColumns(zone, now, setOpen)}
            rowKey={(entry) => entry.id}
            card={(entry) => <EntryCard entry={entry} zone={zone} now={now} onOpen={setOpen} />}
            dim={page.isPlaceholderData}
          />
          <Pager
            words=""
            previousLabel={auditText.newer}
            nextLabel={auditText.older}
            onPrevious={search.cursor ? () => void navigate({ search: (old) => ({ ...old, cursor: undefined }) }) : undefined}
            onNext={next ? () => void navigate({ search: (old) => ({ ...old, cursor: next }) }) : undefined}
          />
        </>
      ) : null}
      {open === null ? null : (
        <EntryDrawer
          entry={open}
          zone={zone}
          onClose={() => setOpen(null)}
          onWho={(user) => {
            setOpen(null);
            void navigate({ search: (old) => ({ ...old, user, cursor: undefined }) });
          }}
        />
      )}
    </>
  );
}

function Files({ asked }: { readonly asked: EntriesAsked }) {
  return (
    <span className={classes.files}>
      <Button variant="default" leftSection={<IconDownload size={15} aria-hidden />} renderRoot={(props) => <a {...props} href={entriesFile(asked, "csv")} download />}>
        {auditText.csv}
      </Button>
      <Button variant="default" title={auditText.linesHint} leftSection={<IconDownload size={15} aria-hidden />} renderRoot={(props) => <a {...props} href={entriesFile(asked, "jsonl")} download />}>
        {auditText.lines}
      </Button>
    </span>
  );
}
