"""How the HTML file looks: on screen in both themes, and on paper."""

STYLE = """
:root {
  color-scheme: light dark;
  --page: #ffffff; --ink: #17202b; --soft: #4b5665; --rule: #b9c2cc; --head: #e6edf5; --link: #0b5394;
  --mark: #fff2cc; --card: #ffffff;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #14181d; --ink: #e8ecf1; --soft: #aab4c0; --rule: #47525f; --head: #232b35; --link: #8ec5ff;
    --mark: #4d4012; --card: #14181d;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 1.5rem 2rem 4rem; max-width: 110rem; background: var(--page); color: var(--ink);
  font: 1rem/1.5 "Segoe UI", "Noto Sans", "Noto Sans TC", "Microsoft JhengHei", "PingFang TC", sans-serif;
}
:lang(zh-TW) { font-family: "Noto Sans TC", "Microsoft JhengHei", "PingFang TC", "Segoe UI", sans-serif; }
a { color: var(--link); }
a:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -100rem; }
.skip:focus { position: static; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0.5rem 0; overflow-wrap: anywhere; }
h2 { font-size: 1.35rem; margin: 2.5rem 0 0.5rem; border-bottom: 2px solid var(--rule); }
h3 { font-size: 1.1rem; margin: 1.5rem 0 0.5rem; }
p, ul, ol { max-width: 60rem; }
.also, .soft { color: var(--soft); }
.line { display: block; }
body { overflow-wrap: break-word; }
.long { overflow-wrap: anywhere; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: 0.2rem 1.5rem; margin: 1rem 0; }
.facts dt { color: var(--soft); }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; line-height: 1.4; }
caption {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
}
th, td { border: 1px solid var(--rule); padding: 0.35rem 0.5rem; text-align: start; vertical-align: top; }
thead th { background: var(--head); }
tbody th { font-weight: 700; white-space: nowrap; }
.scroll table { min-width: 70rem; }
.ground-rules-part table, .open-points-part table, .notes-part table, .warnings-part table,
.pointers-part table, .servers-part table, .sources-part table, .tasks-part table { min-width: 40rem; }
col.number { width: 3%; }
col.ports, col.record, col.kind, col.sources { width: 6%; }
col.state, col.restrict, col.protocol, col.source, col.created-by { width: 8%; }
col.destination, col.server, col.role, col.asked-by, col.scope { width: 9%; }
col.connectors, col.name { width: 12%; }
col.purpose { width: 17%; }
col.note, col.verify { width: 32%; }
.tasks-part col.purpose { width: 42%; }
.tasks-part col.task { width: 38%; }
.ground-rules-part col.purpose, .open-points-part col.purpose, .notes-part col.purpose,
.pointers-part col.purpose, .sources-part col.purpose { width: 75%; }
tr:target, :target > th { background: var(--mark); }
.box { font-size: 1.2em; line-height: 1; }
.changed { font-weight: 700; }
progress { width: 12rem; vertical-align: middle; accent-color: var(--link); }
figure { margin: 1rem 0; padding: 1rem; background: var(--card); border: 1px solid var(--rule); }
figure svg { display: block; max-width: 100%; height: auto; margin: 0 auto; }
svg a:focus-visible { outline: 3px solid var(--link); }
svg g:target { outline: 3px solid #b45309; outline-offset: 3px; }
.sign td { height: 3.2rem; min-width: 12rem; }
@page {
  size: PAPER landscape; margin: 12mm 12mm 14mm;
  @bottom-right { content: counter(page) " / " counter(pages); font-size: 8pt; color: #4b5665; }
}
@media print {
  :root { color-scheme: light; }
  body { padding: 0; max-width: none; font-size: 9.5pt; }
  .skip, nav { display: none; }
  .scroll { overflow: visible; }
  a { color: inherit; text-decoration: none; }
  table { font-size: 8.5pt; line-height: 1.3; }
  th, td { padding: 1.5pt 3pt; }
  .scroll table { min-width: 0; }
  thead { display: table-header-group; break-after: avoid; }
  tr, figure { break-inside: avoid; }
  h1, h2, h3, .lead { break-after: avoid; }
  .diagrams-part, .ports-part, figure + figure { break-before: page; }
  figure { padding: 0; border: 0; }
  figure svg { max-height: 150mm; }
  th, thead th, figure { background: none; }
}
"""
