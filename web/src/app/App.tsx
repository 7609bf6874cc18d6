/** The providers around every page. */
import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { queryClient } from "@/app/queries";
import { router } from "@/app/router";
import { theme, variables } from "@/app/theme";
import { Announcer } from "@/ui/Announcer";

const colorScheme = localStorageColorSchemeManager({ key: "comptoir-theme" });

export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={variables} colorSchemeManager={colorScheme} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
        <Announcer />
      </QueryClientProvider>
    </MantineProvider>
  );
}
