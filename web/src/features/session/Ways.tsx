import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { fetchWays, leaveFor } from "@/api/singleSignOn";
import form from "@/form/form.module.css";

/** The issuers one may sign in at; where to go on is kept for the way back. */
export function Ways({ next }: { readonly next: string }) {
  const ways = useQuery({ queryKey: ["session", "ways"], queryFn: ({ signal }) => fetchWays(signal), retry: false });
  const leave = useMutation({
    mutationFn: leaveFor,
    onSuccess: (address) => {
      sessionStorage.setItem("comptoir-next", next);
      location.assign(address);
    },
  });
  return (
    <>
      {(ways.data ?? []).map((way) => (
        <Button key={way.organisation} variant="default" size="md" loading={(leave.isPending || leave.isSuccess) && leave.variables === way.organisation} onClick={() => leave.mutate(way.organisation)}>
          {way.name}
        </Button>
      ))}
      {leave.error ? (
        <p role="alert" className={form.refusal}>
          {leave.error.message}
        </p>
      ) : null}
    </>
  );
}
