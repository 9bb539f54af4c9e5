/** The style of every page. No font, picture or sheet is loaded from anywhere. */
export const PAGE_STYLE = `
:root{--bg:#f6f7f9;--card:#fff;--ink:#16191f;--soft:#5b6472;--line:#dde1e8;--head:#eef0f4;--link:#0b57d0;
--good:#146c2e;--good-bg:#e0f4e5;--good-bar:#34a853;--bad:#a50e0e;--bad-bg:#fce5e4;--bad-bar:#d93025;
--warn:#7a4a00;--warn-bg:#fdf0d0;--warn-bar:#e8a317;--info:#174ea6;--info-bg:#e4edfd;--info-bar:#4285f4;
--muted:#555d69;--muted-bg:#e9ebef;--muted-bar:#b6bcc6}
@media screen and (prefers-color-scheme:dark){:root{--bg:#101317;--card:#181c22;--ink:#e6e9ee;--soft:#9aa4b2;--line:#2b313b;--head:#212730;--link:#8ab4f8;
--good:#81d993;--good-bg:#143021;--good-bar:#3ba55c;--bad:#f6aea9;--bad-bg:#3c1716;--bad-bar:#e5534b;
--warn:#fdd663;--warn-bg:#382a0b;--warn-bar:#c98b17;--info:#a8c7fa;--info-bg:#172a4a;--info-bar:#4c8bf5;
--muted:#aab3c0;--muted-bg:#272d36;--muted-bar:#5b6472}}
*{box-sizing:border-box}
html{scroll-padding-top:3.5rem}
body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:anywhere}
.wide{max-width:82rem;margin:0 auto;padding:0 1.5rem}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:-99rem}
.skip:focus{left:1rem;top:1rem;background:var(--card);padding:.5rem 1rem;z-index:9}
a{color:var(--link)}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.86em}
header{background:var(--card);border-bottom:1px solid var(--line);padding:2rem 0 1.25rem}
header .wide{display:grid;grid-template-columns:1fr auto;column-gap:2rem}
header .kind{margin:0;color:var(--soft);font-size:.82rem;letter-spacing:.06em;text-transform:uppercase}
header h1{margin:.1rem 0 .3rem;font-size:2rem;line-height:1.2;grid-column:1}
header .stamp{grid-column:2;grid-row:1/span 2;align-self:center}
header .stamp .badge{font-size:1.25rem;padding:.55rem 1.1rem;border-radius:.6rem;border:2px solid currentColor}
header .note{margin:0 0 1rem;color:var(--soft);grid-column:1/-1}
header .facts{grid-column:1/-1;margin:0}
nav{position:sticky;top:0;z-index:3;background:var(--card);border-bottom:1px solid var(--line)}
nav ul{display:flex;gap:1.3rem;list-style:none;overflow-x:auto;white-space:nowrap;scrollbar-width:thin}
nav a{display:block;padding:.6rem 0;text-decoration:none;color:var(--soft);font-size:.88rem}
nav a:hover,nav a:focus{color:var(--ink);box-shadow:inset 0 -2px var(--link)}
section{margin:2.2rem 0}
h2{font-size:1.3rem;margin:0 0 .8rem}
h3{font-size:1.02rem;margin:0 0 .6rem;display:flex;flex-wrap:wrap;gap:.5rem;align-items:center}
p{margin:.5rem 0}
ul{margin:.3rem 0;padding-left:1.2rem}
li{margin:.15rem 0}
li ul{color:var(--soft)}
article{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:1rem 1.2rem;margin:.8rem 0;content-visibility:auto;contain-intrinsic-size:auto 22rem}
article:target{outline:2px solid var(--link)}
.badge,.chip{display:inline-block;white-space:nowrap;border-radius:1rem;padding:.05rem .6rem;font-size:.82rem;font-weight:600}
.badge b,.chip b{margin-right:.3rem;font-weight:700}
.chip{padding:0 .5rem;font-size:.76rem;font-weight:500;margin:.1rem 0}
.badge.good,.chip.good{color:var(--good);background:var(--good-bg)}
.badge.bad,.chip.bad{color:var(--bad);background:var(--bad-bg)}
.badge.warn,.chip.warn{color:var(--warn);background:var(--warn-bg)}
.badge.info,.chip.info{color:var(--info);background:var(--info-bg)}
.badge.muted,.chip.muted{color:var(--muted);background:var(--muted-bg)}
.facts{display:flex;flex-wrap:wrap;gap:.5rem 1.8rem;margin:.2rem 0 .8rem}
.facts dt{color:var(--soft);font-size:.78rem}
.facts dd{margin:0}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:.8rem;margin:0 0 1rem}
.tiles>div{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:.8rem 1rem;border-top:3px solid var(--muted-bar)}
.tiles>.good{border-top-color:var(--good-bar)}.tiles>.bad{border-top-color:var(--bad-bar)}
.tiles>.warn{border-top-color:var(--warn-bar)}.tiles>.info{border-top-color:var(--info-bar)}
.tiles dt{color:var(--soft);font-size:.82rem}
.tiles dd{margin:0}
.tiles strong{display:block;font-size:1.5rem;line-height:1.3;font-variant-numeric:tabular-nums}
.tiles span{color:var(--soft);font-size:.82rem}
.bar{margin:1rem 0}
.bar figcaption{font-size:.86rem;color:var(--soft);margin-bottom:.3rem}
.bar>div{display:flex;gap:2px;height:.8rem;border-radius:.4rem;overflow:hidden;background:var(--muted-bg)}
.bar i{display:block;min-width:3px}
.bar i.good{background:var(--good-bar)}.bar i.bad{background:var(--bad-bar)}.bar i.warn{background:var(--warn-bar)}
.bar i.info{background:var(--info-bar)}.bar i.muted{background:var(--muted-bar)}
.bar ul{display:flex;flex-wrap:wrap;gap:.1rem 1.1rem;list-style:none;padding:0;font-size:.86rem}
.bar li i{display:inline-block;width:.7rem;height:.7rem;border-radius:.2rem;margin-right:.35rem}
.scroll{overflow:auto;max-height:80vh;background:var(--card);border:1px solid var(--line);border-radius:.6rem;margin:.6rem 0 1rem}
table{border-collapse:separate;border-spacing:0;width:100%;font-size:.88rem}
caption{text-align:left;padding:.6rem .9rem;color:var(--soft);font-size:.84rem}
th,td{text-align:left;vertical-align:top;padding:.45rem .9rem;border-top:1px solid var(--line)}
tbody th{font-weight:600}
thead th{position:sticky;top:0;z-index:1;background:var(--head);font-weight:600;font-size:.8rem;white-space:nowrap;border-bottom:1px solid var(--line)}
table{overflow-wrap:break-word}
td.roomy{min-width:15rem}
td code,tbody th{white-space:nowrap}
tbody tr:hover{background:color-mix(in srgb,var(--head) 60%,transparent)}
.num{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
pre{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:.8rem 1rem;overflow-x:auto}
pre code{display:block;font-size:1em;white-space:pre}
.filter{border:0;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.3rem .9rem;align-items:center;font-size:.88rem}
.filter legend{float:left;padding:0 .5rem 0 0;color:var(--soft)}
.filter label{display:inline-flex;gap:.35rem;align-items:center;cursor:pointer}
section:has(input[value=done]:checked) tr[data-group]:not([data-group~=done]),
section:has(input[value=open]:checked) tr[data-group]:not([data-group~=open]),
section:has(input[value=held]:checked) tr[data-group]:not([data-group~=held]),
section:has(input[value=setback]:checked) tr[data-group]:not([data-group~=setback]){display:none}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
footer{color:var(--soft);font-size:.82rem;padding-top:1rem;padding-bottom:2.5rem;border-top:1px solid var(--line)}
@media (max-width:44rem){
.wide{padding:0 1rem}
header .wide{grid-template-columns:1fr}
header .stamp{grid-column:1;grid-row:auto;margin:.4rem 0 .6rem;order:1;justify-self:start}
header .note,header .facts{order:2}
header h1{font-size:1.5rem}
.tiles{grid-template-columns:1fr 1fr}
th,td{padding:.4rem .6rem}
}
@media print{
@page{margin:14mm}
:root{--bg:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb;--head:#eee;--link:#000}
nav,.filter,.skip{display:none}
body{font-size:10pt}
.wide{max-width:none;padding:0}
header{padding-top:0}
.scroll{overflow:visible;max-height:none;border:0}
table{font-size:8.5pt}
th,td{padding:.3rem .5rem}
td.roomy{min-width:0}
thead{display:table-header-group}
thead th{position:static}
tr,figure,.tiles>div{break-inside:avoid}
article{content-visibility:visible;border:0;border-top:1px solid #bbb;border-radius:0;padding:.6rem 0}
h2,h3{break-after:avoid}
.badge,.chip,.bar i{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`;
