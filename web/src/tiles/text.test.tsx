import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import TextTile, { safeAddress } from "@/tiles/kinds/TextTile";

const HOSTILE = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "[a](javascript:alert(1))",
  "[a](JaVaScRiPt:alert(1))",
  "[a](java\nscript:alert(1))",
  "[a](data:text/html;base64,PHNjcmlwdD4=)",
  "[a](vbscript:x)",
  "[a](//evil.example)",
  "![a](https://evil.example/pixel.png)",
  "<a href='javascript:alert(1)'>x</a>",
  "<iframe src=https://evil.example></iframe>",
  "<svg onload=alert(1)>",
  "&lt;script&gt;alert(1)&lt;/script&gt;",
  "`<script>`",
  "<style>*{display:none}</style>",
  "[x]: javascript:alert(1)\n\n[x]",
  "<details open ontoggle=alert(1)>",
  "# <b onmouseover=alert(1)>x</b>",
  "[a](&#106;avascript:alert(1))",
  "[a](\u0001javascript:alert(1))",
];

const shown = (markdown: string): string => renderToStaticMarkup(<TextTile tile={{ id: "t", kind: "text", place: { x: 0, y: 0, w: 4, h: 4 }, options: { markdown } }} />);

describe("a note", () => {
  it.each(HOSTILE)("runs nothing of %s", (markdown) => {
    const html = shown(markdown);
    expect(html).not.toMatch(/<(script|img|iframe|svg|style|details|object|embed)\b/i);
    expect(html).not.toMatch(/<[^>]*\son\w+=/i);
    expect(html).not.toMatch(/href="(?!https?:|mailto:|\/[^/]|#)/i);
  });

  it("keeps what people write", () => {
    const html = shown("**Bold**, [orders](/orders), [site](https://example.org)\n\n| a | b |\n|---|---|\n| 1 | 2 |");
    expect(html).toContain("<strong>Bold</strong>");
    expect(html).toContain('href="/orders"');
    expect(html).toContain('href="https://example.org"');
    expect(html).toContain("<td>2</td>");
  });

  it("follows only addresses of pages, mails and the panel", () => {
    expect(["https://a.example", "mailto:a@b.example", "/boards", "#top"].map(safeAddress)).not.toContain("");
    expect(["javascript:1", "//a.example", "data:x", "ftp://a"].map(safeAddress)).toEqual(["", "", "", ""]);
  });
});
