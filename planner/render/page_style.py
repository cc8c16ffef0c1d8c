"""The style sheet of the page: cards, table, dark mode, paper and small screens."""

STYLE = """
:root{color-scheme:light dark;--page:#f5f7fb;--card:#fff;--line:#e1e6ee;--ink:#1a2130;--muted:#596579;
--accent:#2f6fde;--ring:#e3e8ef;--good:#147a4c;--bad:#b3213a;--warn:#8a5300}
@media screen and (prefers-color-scheme:dark){:root{--page:#0f131a;--card:#171c26;--line:#2a3241;
--ink:#e8ecf4;--muted:#a3aec0;--accent:#6ea0ff;--ring:#2a3241;--good:#4cc38a;--bad:#ff8094;--warn:#f3b35c}}
*{box-sizing:border-box}
body{margin:0;padding:20px;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,-apple-system,
'Segoe UI',Roboto,'Helvetica Neue','DejaVu Sans',sans-serif;overflow-wrap:anywhere}
main{max-width:1240px;margin:auto}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
h2{font-size:12px;letter-spacing:.06em;text-transform:uppercase;color:var(--muted);margin:0 0 10px}
.cards{display:flex;flex-wrap:wrap;gap:16px}
.cards .card{flex:1 1 270px}
.cards .next{flex:2 1 380px}
.cards .moved{flex:1.6 1 320px}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:16px;min-width:0}
.wide{margin-top:16px}
.ring{display:flex;gap:18px;align-items:center}
.ring svg{width:112px;flex:none}
.ring circle{fill:none;stroke-width:14}
.ring .rest{stroke:var(--ring)}
.ring .share{stroke:var(--accent);stroke-linecap:round}
.ring text{fill:var(--ink);font-size:23px;font-weight:600}
.ring p{margin:0}
ul{list-style:none;margin:0;padding:0}
li{padding:3px 0}
.small{font-size:13px}
.next li{display:grid;grid-template-columns:16px 1fr auto;gap:10px;padding:3px 0;align-items:start}
.box{width:14px;height:14px;border:1.5px solid var(--muted);border-radius:3px;margin-top:5px}
.due,.muted{color:var(--muted)}
.due{text-align:right}
.good{color:var(--good)}.bad{color:var(--bad)}.warn{color:var(--warn)}
strong{font-weight:600}
.scroll{overflow-x:auto}
.scroll:focus-visible,a:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.picture svg{display:block;width:100%;min-width:860px;height:auto}
table{border-collapse:collapse;width:100%;min-width:620px;font-size:14px;font-variant-numeric:tabular-nums}
caption{text-align:left;color:var(--muted);padding-bottom:8px}
th,td{text-align:left;padding:5px 12px 5px 0;border-top:1px solid var(--line);vertical-align:top}
td{white-space:nowrap}
thead th{border:0;color:var(--muted);font-weight:600}
tbody th{font-weight:400}
th.lane{font-weight:600;padding-top:14px}
a{color:var(--accent)}
@media (max-width:480px){body{padding:10px}.card{padding:12px}}
@media print{body{padding:0;background:#fff}.card{border-color:#ccc;break-inside:avoid}
.table{break-inside:auto}tr{break-inside:avoid}.scroll{overflow:visible}
.picture svg,table{min-width:0}}
""".strip()
