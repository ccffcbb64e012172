/**
 * Sixty strings that would do something where text is taken for markup, a script, an address, a formula or a template (E10). Each calls `xss77`,
 * so that what became more than text can be told from what did not.
 */
export const markupStrings: readonly string[] = [
  "<script>xss77(1)</script>",
  "</script><script>xss77(2)</script>",
  "<ScRiPt>xss77(3)</sCrIpT>",
  "<script src=//xss77.example/a.js></script>",
  "<img src=x onerror=xss77(5)>",
  '"><img src=x onerror=xss77(6)>',
  "'><img src=x onerror=xss77(7)>",
  "<svg onload=xss77(8)>",
  "<svg/onload=xss77(9)//",
  "<svg><script>xss77(10)</script></svg>",
  '<iframe srcdoc="<script>xss77(11)</script>"></iframe>',
  "<iframe src=javascript:xss77(12)></iframe>",
  "<body onload=xss77(13)>",
  "<details open ontoggle=xss77(14)>x",
  "<video><source onerror=xss77(15)>",
  "<math><mtext></table><img src=x onerror=xss77(16)>",
  "<a href=javascript:xss77(17)>x</a>",
  "<a href='java\tscript:xss77(18)'>x</a>",
  "javascript:xss77(19)",
  "data:text/html,<script>xss77(20)</script>",
  "<form action=javascript:xss77(21)><button>x",
  "<input autofocus onfocus=xss77(22)>",
  '" autofocus onfocus="xss77(23)',
  "' onmouseover='xss77(24)",
  "` onclick=`xss77(25)",
  "</textarea><script>xss77(26)</script>",
  "</title><script>xss77(27)</script>",
  "</style><script>xss77(28)</script>",
  "</option></select><img src=x onerror=xss77(29)>",
  "<!--<script>xss77(30)</script>-->",
  "--><script>xss77(31)</script>",
  "<![CDATA[<script>xss77(32)</script>]]>",
  "]]><script>xss77(33)</script>",
  "<meta http-equiv=refresh content=0;url=javascript:xss77(34)>",
  "<base href=//xss77.example/35>",
  "<link rel=stylesheet href=//xss77.example/36>",
  "<style>@import'//xss77.example/37';</style>",
  "<object data=javascript:xss77(38)>",
  "<embed src=javascript:xss77(39)>",
  "&lt;script&gt;xss77(40)&lt;/script&gt;",
  "&#60;script&#62;xss77(41)&#60;/script&#62;",
  "%3Cscript%3Exss77(42)%3C/script%3E",
  "\\u003cscript\\u003exss77(43)\\u003c/script\\u003e",
  "＜script＞xss77(44)＜/script＞",
  '"}</script><script>xss77(45)</script>',
  '{"@type":"Thing","name":"</script><script>xss77(46)</script>"}',
  "';xss77(47);//",
  '";xss77(48);//',
  "\u0024{xss77(49)}",
  "{{xss77(50)}}",
  "{{constructor.constructor('xss77(51)')()}}",
  "<%= xss77(52) %>",
  "#{xss77(53)}",
  "[xss77](javascript:xss77(54))",
  "![x](x onerror=xss77(55))",
  '=HYPERLINK("http://xss77.example/56","xss77")',
  "+cmd|' /C xss77'!A57",
  "-2+3+cmd|' /C xss77'!A58",
  "@SUM(1+1)*cmd|' /C xss77'!A59",
  "\tsafe=1;=xss77(60)",
];

/** What in a page became more than text: a tag, a script or an address of it calls the strings' function. */
export function findMarkup(html: string): string[] {
  const wrong: string[] = [];
  for (const [, name = "", value = ""] of html.matchAll(/\s(href|src|action|formaction|srcdoc)="([^"]*)"/gi)) {
    if (/^\s*(javascript|vbscript|data:(?!image\/))/i.test(value)) wrong.push(`${name}="${value}"`);
  }
  // Without the values of attributes nothing of a string may be left inside a tag.
  const bare = html.replace(/="[^"]*"/g, "=");
  for (const [tag] of bare.matchAll(/<[a-z!?/][^<>]*xss77[^<>]*/gi)) wrong.push(tag);
  for (const [, script = ""] of bare.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/gi)) {
    // In a script of ours the strings are data: nothing that would end or begin a script.
    if (/xss77/.test(script) && /<(?:\/|script|!--)/i.test(script)) wrong.push(script.slice(0, 200));
  }
  return wrong;
}
