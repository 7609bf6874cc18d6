/** Mantine speaks in our tokens: no colour or size of its own reaches the screen. */
import { Button, createTheme, Drawer, Menu, Modal, Popover, Tooltip, type CSSVariablesResolver, type MantineColorsTuple } from "@mantine/core";

const accent: MantineColorsTuple = [
  "#e3f0f2", "#cbe2e6", "#9dcad2", "#6cb0bc", "#43979f", "#12798e", "#0b6375", "#094f5e", "#083f4b", "#052a32",
];

/** The header of a dialog is no banner of the page. */
const PLAIN = { role: "presentation" };

export const theme = createTheme({
  primaryColor: "accent",
  primaryShade: { light: 6, dark: 4 },
  colors: { accent },
  fontFamily: "var(--font)",
  fontFamilyMonospace: "var(--mono)",
  headings: { fontFamily: "var(--font)", fontWeight: "590" },
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.25rem" },
  spacing: { xs: "4px", sm: "8px", md: "12px", lg: "16px", xl: "24px" },
  radius: { xs: "4px", sm: "6px", md: "8px", lg: "8px", xl: "8px" },
  defaultRadius: "md",
  cursorType: "pointer",
  focusRing: "auto",
  respectReducedMotion: true,
  components: {
    Button: Button.extend({
      defaultProps: { size: "sm", radius: "sm" },
      vars: (_, props) => ({
        root: props.variant === undefined || props.variant === "filled" ? filled(props.color) : props.variant === "subtle" ? SUBTLE : {},
      }),
    }),
    Popover: Popover.extend({ defaultProps: { shadow: "none", transitionProps: { duration: 100 } } }),
    Menu: Menu.extend({ defaultProps: { shadow: "none", transitionProps: { duration: 100 } } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 350, transitionProps: { duration: 80 } } }),
    Drawer: Drawer.extend({ defaultProps: { attributes: { header: PLAIN }, transitionProps: { duration: 140 }, overlayProps: { backgroundOpacity: 0.28 } } }),
    Modal: Modal.extend({ defaultProps: { attributes: { header: PLAIN }, transitionProps: { duration: 120 }, centered: true, overlayProps: { backgroundOpacity: 0.28 } } }),
  },
});

const SUBTLE = { "--button-color": "var(--accent)", "--button-hover": "var(--hover)" };

function filled(color: string | undefined): Record<string, string> {
  const danger = color === "danger";
  return {
    "--button-bg": danger ? "var(--bad)" : "var(--accent)",
    "--button-hover": danger ? "var(--bad)" : "var(--accent-hover)",
    "--button-color": "var(--on-accent)",
    "--button-bd": "none",
  };
}

const shared = {
  "--mantine-color-body": "var(--surface)",
  "--mantine-color-text": "var(--ink)",
  "--mantine-color-dimmed": "var(--ink-3)",
  "--mantine-color-placeholder": "var(--ink-3)",
  "--mantine-color-default": "var(--surface)",
  "--mantine-color-default-hover": "var(--hover)",
  "--mantine-color-default-color": "var(--ink)",
  "--mantine-color-default-border": "var(--line-strong)",
  "--mantine-color-error": "var(--bad)",
  "--mantine-color-anchor": "var(--accent)",
  "--mantine-primary-color-filled": "var(--accent)",
  "--mantine-primary-color-filled-hover": "var(--accent-hover)",
  "--mantine-primary-color-contrast": "var(--on-accent)",
  "--mantine-primary-color-light": "var(--accent-soft)",
  "--mantine-primary-color-light-hover": "var(--accent-soft)",
  "--mantine-primary-color-light-color": "var(--accent)",
};

export const variables: CSSVariablesResolver = () => ({ variables: {}, light: shared, dark: shared });
