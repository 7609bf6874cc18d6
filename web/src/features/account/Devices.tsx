import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { acceptDevice, endDevice, endOtherDevices, fetchDevices, type Device } from "@/api/account";
import { queryClient, sessionQuery } from "@/app/queries";
import { Refusal } from "@/board/TileState";
import { deviceName } from "@/features/account/deviceName";
import { accountText } from "@/i18n/account";
import { deviceText } from "@/i18n/secondStep";
import { ago } from "@/lib/clock";
import { useNow } from "@/lib/useNow";
import { DataTable, type DataColumn } from "@/table/DataTable";
import { announce } from "@/ui/Announcer";
import { RowBones } from "@/ui/Bones";
import { Section } from "@/ui/Section";
import classes from "./account.module.css";

const KEY = ["account", "devices"] as const;

function told(text: string): void {
  announce(text);
  void queryClient.invalidateQueries({ queryKey: KEY });
  void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
}

export function Devices() {
  const now = useNow(60_000);
  const answer = useQuery({ queryKey: KEY, queryFn: ({ signal }) => fetchDevices(signal) });
  const end = useMutation({ mutationFn: endDevice, onSuccess: () => told(accountText.ended) });
  const endOthers = useMutation({ mutationFn: endOtherDevices, onSuccess: () => told(accountText.endedOthers) });
  const accept = useMutation({ mutationFn: acceptDevice, onSuccess: () => told(deviceText.accepted) });
  const devices = answer.data ?? [];
  const leave = (device: Device) =>
    device.current ? null : (
      <span className={classes.doing}>
        {device.is_new_device ? (
          <Button variant="default" size="compact-sm" loading={accept.isPending && accept.variables === device.id} onClick={() => accept.mutate(device.id)}>
            {deviceText.known}
          </Button>
        ) : null}
        <Button variant="default" size="compact-sm" loading={end.isPending && end.variables === device.id} onClick={() => end.mutate(device.id)}>
          {accountText.end}
        </Button>
      </span>
    );
  const columns: readonly DataColumn<Device>[] = [
    { id: "device", head: accountText.device, cell: (device) => <Name device={device} /> },
    { id: "address", head: accountText.address, cell: (device) => device.address ?? "" },
    { id: "since", head: accountText.since, cell: (device) => `${ago(new Date(device.created_at), now)}, ${accountText.by[device.method]}` },
    { id: "seen", head: accountText.seen, cell: (device) => ago(new Date(device.seen_at), now) },
    { id: "end", head: accountText.actions, align: "right", cell: leave },
  ];
  return (
    <Section title={accountText.devices} hint={devices.length === 1 ? accountText.alone : undefined}>
      {answer.isPending ? <RowBones rows={2} height={44} /> : null}
      {answer.error && !answer.data ? <Refusal error={answer.error} retry={() => void answer.refetch()} /> : null}
      {devices.length > 0 ? (
        <DataTable
          caption={accountText.devices}
          rows={devices}
          columns={columns}
          rowKey={(device) => device.id}
          card={(device) => (
            <div className={classes.card}>
              <Name device={device} />
              {leave(device) ?? <span />}
              <span className={classes.quiet}>
                {device.address}, {ago(new Date(device.seen_at), now)}
              </span>
            </div>
          )}
        />
      ) : null}
      {devices.length > 2 ? (
        <div className={classes.after}>
          <Button variant="default" loading={endOthers.isPending} onClick={() => endOthers.mutate()}>
            {accountText.endOthers}
          </Button>
        </div>
      ) : null}
    </Section>
  );
}

function Name({ device }: { readonly device: Device }) {
  return (
    <span title={device.agent ?? undefined}>
      {deviceName(device.agent) ?? accountText.unknownDevice}
      {device.is_new_device ? <b className={classes.strange}> {deviceText.badge}</b> : null}
      {device.current ? <span className={classes.quiet}> {accountText.thisDevice}</span> : null}
    </span>
  );
}
