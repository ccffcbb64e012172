import { escapeHtml } from "#tests/stand-ins/http.ts";
import type { PayPageTexts } from "./texts.ts";

/** The frame of every page: the banner that says what this is, one column that fits 360 px, no script, no remote file. */
export function layout(texts: PayPageTexts, title: string, main: string): string {
  return `<!doctype html>
<html lang="${texts.htmlLanguage}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<header><p class="banner">${escapeHtml(texts.banner)}</p></header>
<main>
${main}
</main>
</body>
</html>
`;
}

/** An amount of fen as ¥1,234.50. */
export function formatAmount(amountFen: number): string {
  const digits = Math.floor(amountFen / 100).toString();
  const grouped = digits.replace(/\B(?=(\d{3})+$)/g, ",");
  return `¥${grouped}.${(amountFen % 100).toString().padStart(2, "0")}`;
}

const style = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: #eef1f0; color: #17211f;
  font: 16px/1.7 -apple-system, BlinkMacSystemFont, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
.banner { margin: 0; padding: 10px 16px; background: #5b3a00; color: #fff; text-align: center; font-size: 15px; }
main { max-width: 460px; margin: 24px auto; padding: 24px 20px; background: #fff; border: 1px solid #d3dad8; border-radius: 6px; }
h1 { margin: 0 0 4px; font-size: 22px; line-height: 1.4; }
.amount { margin: 0; font-size: 38px; line-height: 1.25; font-weight: 700; font-variant-numeric: tabular-nums; }
td .per, .test .per { font-size: inherit; }
h2 { margin: 28px 0 8px; font-size: 18px; line-height: 1.4; }
.test { margin: 0 0 20px; padding: 12px 0 0; border-top: 1px solid #d3dad8; }
.test p { margin: 0 0 4px; overflow-wrap: anywhere; }
.test form { margin-top: 10px; }
.per { font-size: 20px; font-weight: 400; color: #46524f; }
.merchant { margin: 0; color: #46524f; overflow-wrap: anywhere; }
.lines { margin: 12px 0 20px; padding: 12px 0 0; border-top: 1px solid #d3dad8; list-style: none; color: #46524f; }
.lines li { display: flex; gap: 12px; justify-content: space-between; }
.lines span:first-child { min-width: 0; overflow-wrap: anywhere; }
.lines span:last-child, .number { white-space: nowrap; font-variant-numeric: tabular-nums; }
fieldset { margin: 0 0 20px; padding: 0; border: 0; }
legend { padding: 0; margin-bottom: 8px; font-weight: 700; }
.method { border: 1px solid #8d9a96; border-bottom-width: 0; padding: 0 14px; }
.method:first-of-type { border-radius: 6px 6px 0 0; }
.method:last-of-type { border-radius: 0 0 6px 6px; border-bottom-width: 1px; }
.method > input { width: 20px; height: 20px; margin: 0 10px 0 0; vertical-align: middle; accent-color: #0f5c4c; }
.method > label { display: inline-block; width: calc(100% - 40px); padding: 12px 0; vertical-align: middle; cursor: pointer; }
.panel { display: none; padding: 0 0 14px; }
.method > input:checked ~ .panel { display: block; }
.field { display: block; margin: 0 0 12px; }
.field span { display: block; margin-bottom: 4px; }
.field input { width: 100%; min-height: 44px; padding: 8px 10px; border: 1px solid #66736f; border-radius: 4px; font: inherit; background: #fff; }
.pair { display: flex; gap: 12px; }
.pair .field { flex: 1; min-width: 0; }
.hint { margin: 0; color: #46524f; font-size: 15px; }
.hint + button { margin-top: 16px; }
.merchant + form { margin-top: 20px; }
.cards { margin: 0; padding: 0; list-style: none; color: #46524f; font-size: 15px; }
.error { margin: 0 0 20px; padding: 12px 14px; border: 2px solid #a3241b; border-radius: 4px; background: #fdf3f2; }
.error p { margin: 0; }
.error strong { color: #8c1d15; }
button, .button { display: block; width: 100%; min-height: 48px; margin: 0 0 12px; padding: 10px 16px; border: 1px solid #0f5c4c; border-radius: 4px;
  background: #0f5c4c; color: #fff; font: inherit; font-weight: 700; text-align: center; text-decoration: none; cursor: pointer; }
button.second { background: #fff; color: #0f5c4c; }
button:hover, .button:hover { background: #0a4439; color: #fff; }
a { color: #0f5c4c; }
:focus-visible { outline: 3px solid #c77700; outline-offset: 2px; }
.qr { display: block; width: 220px; max-width: 100%; height: auto; margin: 16px auto; }
.back { margin: 4px 0 0; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
td { padding: 8px 0; border-top: 1px solid #d3dad8; vertical-align: top; }
td:first-child { overflow-wrap: anywhere; }
td + td { padding-left: 12px; text-align: right; white-space: nowrap; }
`;
