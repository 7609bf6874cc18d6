/** Every page and its address. Pages are loaded when they are first visited. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
  retainSearchParams,
} from "@tanstack/react-router";
import { ApiError } from "@/api/client";
import type { Session } from "@/api/session";
import { queryClient, sessionQuery } from "@/app/queries";
import { ShellSkeleton } from "@/app/shell/ShellSkeleton";
import { readAuditSearch } from "@/features/audit/search";
import { readBoardSearch } from "@/features/boards/search";
import { readCustomerSearch } from "@/features/customers/search";
import { readExploreSearch } from "@/features/explore/search";
import { readDefinitionSearch } from "@/features/metrics/search";
import { readOrderSearch } from "@/features/orders/search";
import { readProductSearch } from "@/features/products/search";
import { readTargetSearch } from "@/features/targets/search";
import { parseSearch, readPicks, writeSearch, type PickSearch } from "@/lib/picks";
import { NotFound } from "@/ui/NotFound";
import { PageError } from "@/ui/PageError";

const PICKS: readonly (keyof PickSearch)[] = ["stores", "period", "compare", "currency", "day"];

const root = createRootRoute({ notFoundComponent: NotFound, errorComponent: PageError });

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (search: Record<string, unknown>): { next?: string | undefined } => {
    const next = search["next"];
    return { next: typeof next === "string" && /^\/(?!\/)/.test(next) ? next : undefined };
  },
  component: lazyRouteComponent(() => import("@/features/session/pages/SignInPage"), "SignInPage"),
});

const provider = createRoute({
  getParentRoute: () => root,
  path: "/sign-in/provider",
  component: lazyRouteComponent(() => import("@/features/session/pages/ProviderPage"), "ProviderPage"),
});

/** Where whoever still lacks the second step that is demanded adds one; nothing else opens before. */
const secondStep = createRoute({
  getParentRoute: () => root,
  path: "/second-step",
  beforeLoad: async () => {
    const session = await signedIn("/");
    if (session.user.is_enrolment_due !== true) throw redirect({ to: "/" });
  },
  component: lazyRouteComponent(() => import("@/features/session/pages/SecondStepPage"), "SecondStepPage"),
});

async function signedIn(next: string): Promise<Session> {
  try {
    return await queryClient.ensureQueryData(sessionQuery);
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) throw redirect({ to: "/sign-in", search: { next } });
    throw error;
  }
}

const panel = createRoute({
  getParentRoute: () => root,
  id: "panel",
  validateSearch: readPicks,
  search: { middlewares: [retainSearchParams([...PICKS])] },
  beforeLoad: async ({ location }) => {
    const session = await signedIn(location.href);
    if (session.user.is_enrolment_due === true) throw redirect({ to: "/second-step" });
  },
  component: lazyRouteComponent(() => import("@/app/shell/Shell"), "Shell"),
  pendingComponent: ShellSkeleton,
  pendingMs: 0,
  pendingMinMs: 0,
});

let arrived = false;

const overview = createRoute({
  getParentRoute: () => panel,
  path: "/",
  /** Whoever comes to the panel lands on their home board; the overview stays one press away. */
  beforeLoad: ({ cause }) => {
    const home = queryClient.getQueryData(sessionQuery.queryKey)?.home_board?.board_id;
    const first = !arrived && cause !== "preload";
    if (cause !== "preload") arrived = true;
    if (first && home) throw redirect({ to: "/boards/$boardId", params: { boardId: home }, replace: true });
  },
  component: lazyRouteComponent(() => import("@/features/overview/pages/OverviewPage"), "OverviewPage"),
});

const boards = createRoute({
  getParentRoute: () => panel,
  path: "/boards",
  component: lazyRouteComponent(() => import("@/features/boards/pages/BoardsPage"), "BoardsPage"),
});

const board = createRoute({
  getParentRoute: () => panel,
  path: "/boards/$boardId",
  validateSearch: readBoardSearch,
  component: lazyRouteComponent(() => import("@/features/boards/pages/BoardPage"), "BoardPage"),
});

const explore = createRoute({
  getParentRoute: () => panel,
  path: "/explore",
  validateSearch: readExploreSearch,
  component: lazyRouteComponent(() => import("@/features/explore/pages/ExplorePage"), "ExplorePage"),
});

const definitions = createRoute({
  getParentRoute: () => panel,
  path: "/definitions",
  validateSearch: readDefinitionSearch,
  component: lazyRouteComponent(() => import("@/features/metrics/pages/DefinitionsPage"), "DefinitionsPage"),
});

const newDefinition = createRoute({
  getParentRoute: () => panel,
  path: "/definitions/new",
  validateSearch: readDefinitionSearch,
  component: lazyRouteComponent(() => import("@/features/metrics/pages/EditorPage"), "NewDefinitionPage"),
});

const definition = createRoute({
  getParentRoute: () => panel,
  path: "/definitions/$key",
  component: lazyRouteComponent(() => import("@/features/metrics/pages/DefinitionPage"), "DefinitionPage"),
});

const editDefinition = createRoute({
  getParentRoute: () => panel,
  path: "/definitions/$key/edit",
  component: lazyRouteComponent(() => import("@/features/metrics/pages/EditorPage"), "EditDefinitionPage"),
});

const targets = createRoute({
  getParentRoute: () => panel,
  path: "/targets",
  validateSearch: readTargetSearch,
  component: lazyRouteComponent(() => import("@/features/targets/pages/TargetsPage"), "TargetsPage"),
});

const orders = createRoute({
  getParentRoute: () => panel,
  path: "/orders",
  validateSearch: readOrderSearch,
  component: lazyRouteComponent(() => import("@/features/orders/pages/OrdersPage"), "OrdersPage"),
});

const order = createRoute({
  getParentRoute: () => panel,
  path: "/orders/$orderId",
  component: lazyRouteComponent(() => import("@/features/orders/pages/OrderPage"), "OrderPage"),
});

const products = createRoute({
  getParentRoute: () => panel,
  path: "/products",
  validateSearch: readProductSearch,
  component: lazyRouteComponent(() => import("@/features/products/pages/ProductsPage"), "ProductsPage"),
});

const product = createRoute({
  getParentRoute: () => panel,
  path: "/products/$productId",
  component: lazyRouteComponent(() => import("@/features/products/pages/ProductPage"), "ProductPage"),
});

const customers = createRoute({
  getParentRoute: () => panel,
  path: "/customers",
  validateSearch: readCustomerSearch,
  component: lazyRouteComponent(() => import("@/features/customers/pages/CustomersPage"), "CustomersPage"),
});

const customer = createRoute({
  getParentRoute: () => panel,
  path: "/customers/$customerId",
  component: lazyRouteComponent(() => import("@/features/customers/pages/CustomerPage"), "CustomerPage"),
});

const imports = createRoute({
  getParentRoute: () => panel,
  path: "/imports",
  component: lazyRouteComponent(() => import("@/features/imports/pages/ImportsPage"), "ImportsPage"),
});

const oneImport = createRoute({
  getParentRoute: () => panel,
  path: "/imports/$importId",
  component: lazyRouteComponent(() => import("@/features/imports/pages/ImportPage"), "ImportPage"),
});

const stores = createRoute({
  getParentRoute: () => panel,
  path: "/stores",
  component: lazyRouteComponent(() => import("@/features/stores/pages/StoresPage"), "StoresPage"),
});

const system = createRoute({
  getParentRoute: () => panel,
  path: "/system",
  component: lazyRouteComponent(() => import("@/features/system/pages/SystemPage"), "SystemPage"),
});

const people = createRoute({
  getParentRoute: () => panel,
  path: "/people",
  component: lazyRouteComponent(() => import("@/features/people/pages/PeoplePage"), "PeoplePage"),
});

const member = createRoute({
  getParentRoute: () => panel,
  path: "/people/$memberId",
  component: lazyRouteComponent(() => import("@/features/people/pages/MemberPage"), "MemberPage"),
});

const roles = createRoute({
  getParentRoute: () => panel,
  path: "/roles",
  component: lazyRouteComponent(() => import("@/features/people/pages/RolesPage"), "RolesPage"),
});

const security = createRoute({
  getParentRoute: () => panel,
  path: "/security",
  component: lazyRouteComponent(() => import("@/features/audit/pages/SecurityPage"), "SecurityPage"),
});

const audit = createRoute({
  getParentRoute: () => panel,
  path: "/audit",
  validateSearch: readAuditSearch,
  component: lazyRouteComponent(() => import("@/features/audit/pages/AuditPage"), "AuditPage"),
});

const start = createRoute({
  getParentRoute: () => panel,
  path: "/start",
  component: lazyRouteComponent(() => import("@/features/start/pages/StartPage"), "StartPage"),
});

const organisation = createRoute({
  getParentRoute: () => panel,
  path: "/organisation",
  component: lazyRouteComponent(() => import("@/features/organisation/pages/OrganisationPage"), "OrganisationPage"),
});

const account = createRoute({
  getParentRoute: () => panel,
  path: "/account",
  component: lazyRouteComponent(() => import("@/features/account/pages/AccountPage"), "AccountPage"),
});

export const router = createRouter({
  routeTree: root.addChildren([signIn, provider, secondStep, panel.addChildren([overview, boards, board, explore, definitions, newDefinition, definition, editDefinition, targets, orders, order, products, product, customers, customer, imports, oneImport, stores, people, member, roles, system, security, audit, start, organisation, account])]),
  parseSearch,
  stringifySearch: writeSearch,
  defaultPreload: "intent",
  scrollRestoration: true,
  defaultPendingMs: 150,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
