"""The style sheet of the page: cards, table, dark mode, paper and small screens."""

STYLE = """
:root{color-scheme:light dark;--page:#f5f7fb;--card:#fff;--line:#e1e6ee;--ink:#1a2130;--muted:#596579;
--accent:#2462cc;--ring:#e3e8ef;--share:#2f6fde;--good:#147a4c;--bad:#b3213a;--warn:#8a5300;--on:#fff;
--banner:#fff4e0;--edge:#e0a63a;--word:#eaf1fd}
@media screen and (prefers-color-scheme:dark){:root{--page:#0f131a;--card:#171c26;--line:#2a3241;
--ink:#e8ecf4;--muted:#a3aec0;--accent:#86b0ff;--ring:#2a3241;--share:#6ea0ff;--good:#4cc38a;--bad:#ff8094;
--warn:#f3b35c;--on:#0f131a;--banner:#2c2413;--edge:#a87c2a;--word:#18243a}}
*{box-sizing:border-box}
body{margin:0;padding:20px;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,-apple-system,
'Segoe UI',Roboto,'Helvetica Neue','DejaVu Sans',sans-serif;overflow-wrap:anywhere}
main{max-width:1240px;margin:auto}
.skip{position:absolute;left:20px;top:-100px;padding:8px 14px;border-radius:8px;background:var(--card)}
.skip:focus{top:8px;z-index:1}
header{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:baseline;gap:0 24px;
margin:0 2px 14px}
h1{font-size:21px;line-height:1.3;font-weight:600;margin:0;min-width:0}
header p,.head p,.word p,.banner p,.said p,footer p{margin:0}
footer{margin:14px 2px 0;font-size:13.5px}
h2{font-size:12px;letter-spacing:.06em;text-transform:uppercase;color:var(--muted);margin:0 0 10px;
font-weight:600}
.head{display:flex;justify-content:space-between;gap:12px}
.aside{color:var(--muted);font-size:13px;line-height:1.4}
.cards{display:flex;flex-wrap:wrap;gap:16px}
.cards .card{flex:1 1 290px}
.cards .next{flex:1.9 1 380px}
.cards .moved{flex:1.6 1 340px}
.cards .tracks{flex:2 1 460px}
.card,.banner,.said,.words{background:var(--card);border:1px solid var(--line);border-radius:12px;
padding:16px;min-width:0}
.wide{margin-top:16px}
.banner,.said,.words{margin-bottom:16px;padding:12px 16px}
.banner{background:var(--banner);border-color:var(--edge)}
.said{background:var(--word);border-color:var(--share)}
.said.failed{background:var(--banner);border-color:var(--edge)}
.said pre{margin:6px 0 0;font:13px/1.45 ui-monospace,'DejaVu Sans Mono',monospace;white-space:pre-wrap;
color:var(--muted)}
.decide{border-left:4px solid var(--edge)}
.word{display:flex;justify-content:space-between;align-items:center;gap:16px}
.word form{flex:none;max-width:50%}
.word+.word{margin-top:8px}
.ring{display:flex;gap:18px;align-items:center}
.ring svg{width:116px;flex:none}
.ring circle{fill:none;stroke-width:14}
.ring .rest{stroke:var(--ring)}
.ring .share{stroke:var(--share);stroke-linecap:round}
.ring text{fill:var(--ink);font-size:23px;font-weight:600}
.ring p{margin:0}
ul{list-style:none;margin:0;padding:0}
li{padding:3px 0}
.inner{padding-left:2px}
.inner li{padding:1px 0}
.ways{margin-left:18px;list-style:disc}
.decide p{margin:0 0 4px}
.small{font-size:13px}
.next li{display:grid;grid-template-columns:24px 1fr auto;gap:8px;padding:2px 0;align-items:start}
.next li.only{display:block}
.next li>span+span{padding-top:1px}
.next .done{color:var(--muted)}
.next form{line-height:0}
.box{width:16px;height:16px;border:1.5px solid var(--muted);border-radius:4px;margin:4px}
.box.met{background:var(--muted)}
.paper{display:none}
button{font:inherit;color:inherit;cursor:pointer}
.tick{position:relative;width:24px;height:24px;padding:0;border:0;background:none}
.tick::before{content:'';position:absolute;inset:4px;border:1.5px solid var(--muted);border-radius:4px}
.tick::after{content:'';position:absolute;left:9.2px;top:6.2px;width:5.5px;height:9px;
border:solid var(--accent);border-width:0 2px 2px 0;transform:rotate(42deg);opacity:0}
.tick:hover::before{border-color:var(--accent)}
.tick:hover::after{opacity:1}
.tick.met::before{background:var(--accent);border-color:var(--accent)}
.tick.met::after{border-color:var(--on);opacity:1}
.tick.met:hover::after{opacity:.4}
.act{padding:4px 14px;border:1px solid var(--accent);border-radius:8px;background:none;color:var(--accent);
font-weight:600;text-align:left;overflow-wrap:break-word}
.act:hover{background:var(--accent);color:var(--on)}
.decide .act{margin-top:8px}
.due,.muted{color:var(--muted)}
.due{text-align:right}
.good{color:var(--good)}.bad{color:var(--bad)}.warn{color:var(--warn)}
strong{font-weight:600}
.scroll{overflow-x:auto}
.scroll:focus-visible,a:focus-visible,button:focus-visible{outline:2px solid var(--accent);outline-offset:2px;
border-radius:6px}
.picture svg{display:block;width:100%;min-width:920px;height:auto}
table{border-collapse:collapse;width:100%;font-size:14px;font-variant-numeric:tabular-nums}
.table table{min-width:720px}
.tracks table{min-width:560px}
caption{text-align:left;color:var(--muted);padding-bottom:8px}
th,td{text-align:left;padding:5px 12px 5px 0;border-top:1px solid var(--line);vertical-align:top}
td{white-space:nowrap}
thead th{border:0;color:var(--muted);font-weight:600}
tbody th{font-weight:400}
th.lane{font-weight:600;padding-top:14px}
a{color:var(--accent)}
@media (max-width:560px){body{padding:10px}.card{padding:12px}.cards,.cards.wide{gap:12px}
.cards .card,.cards .next,.cards .moved,.cards .tracks{flex:1 1 100%}.word{align-items:flex-start}}
@media print{@page{margin:12mm}body{padding:0;background:#fff}.card{border-color:#ccc;break-inside:avoid}
.table{break-inside:auto}tr{break-inside:avoid}.scroll{overflow:visible}
.picture svg,table,.table table,.tracks table{min-width:0}
.cards .tracks,.cards .moved{flex-basis:100%}
.skip,.words,.said,form{display:none}.paper{display:block}.decide{border-left-width:4px}}
""".strip()
