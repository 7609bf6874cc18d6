import { queryOptions } from "@tanstack/react-query";
import { explainMember, fetchMembers, fetchRoles } from "@/api/people";
import { queryClient } from "@/app/queries";

export const membersQuery = queryOptions({ queryKey: ["people", "members"], queryFn: ({ signal }) => fetchMembers(signal), staleTime: 5_000 });
export const rolesQuery = queryOptions({ queryKey: ["people", "roles"], queryFn: ({ signal }) => fetchRoles(signal), staleTime: 5_000 });
export const accessQuery = (id: string) => queryOptions({ queryKey: ["people", "access", id], queryFn: ({ signal }) => explainMember(id, signal), staleTime: 0 });

export const peopleChanged = (): void => void queryClient.invalidateQueries({ queryKey: ["people"] });
