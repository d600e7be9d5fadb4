"""How a page of figures looks: one style sheet, in which everything that is a colour has a name.

Colours of words have a contrast of at least 4.5 to 1 against what they stand on, and colours of
shapes of at least 3 to 1 (WCAG 2.2, 1.4.3 and 1.4.11), light and dark; a test measures them.
"""

from collections.abc import Mapping

LIGHT: Mapping[str, str] = {
    "ground": "#f4f5f8",
    "card": "#ffffff",
    "ink": "#1a2130",
    "soft": "#596273",
    "rule": "#e3e6ec",
    "edge": "#e3e6ec",
    "axis": "#8a93a3",
    "hue1": "#2f6fde",
    "hue2": "#c4570b",
    "hue3": "#0b8270",
    "hue4": "#8b4fd0",
    "hue5": "#c2366f",
    "hue6": "#6f7a12",
}
"""Name → colour, on a light ground."""

DARK: Mapping[str, str] = {
    "ground": "#10141c",
    "card": "#191f2a",
    "ink": "#e9edf4",
    "soft": "#a3adbd",
    "rule": "#2b3341",
    "edge": "#2b3341",
    "axis": "#707b8d",
    "hue1": "#76a5ff",
    "hue2": "#f0954c",
    "hue3": "#40c2aa",
    "hue4": "#bd93f5",
    "hue5": "#f383ac",
    "hue6": "#bcc652",
}
"""Name → colour, on a dark ground."""


def _named(colours: Mapping[str, str]) -> str:
    return "".join(f"--{name}:{colour};" for name, colour in colours.items())


_HUES = "".join(
    f".sheet .fill.{name}{{fill:var(--{name})}}"
    f".sheet :is(.line,.dots).{name}{{stroke:var(--{name})}}"
    f".sheet .key.{name}{{background:var(--{name})}}"
    for name in LIGHT
    if name.startswith("hue")
)

STYLE = f"""
.sheet{{{_named(LIGHT)}color-scheme:light dark;box-sizing:border-box;max-width:76rem;
margin:0 auto;padding:clamp(1rem,3vw,2.5rem);background:var(--ground);color:var(--ink);
font:400 1rem/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,'Noto Sans',
sans-serif;overflow-wrap:anywhere}}
@media (prefers-color-scheme:dark){{.sheet{{{_named(DARK)}}}}}
.sheet *{{box-sizing:border-box}}
.sheet header p{{margin:.1rem 0;color:var(--soft)}}
.sheet h1{{margin:0 0 .35rem;font-size:clamp(1.5rem,4vw,2.1rem);line-height:1.2;
letter-spacing:-.01em}}
.sheet h2{{margin:2.25rem 0 .75rem;font-size:1.2rem;line-height:1.3}}
.sheet h3{{margin:0;font-size:1rem;line-height:1.35}}
.sheet .tiles{{display:grid;gap:.75rem;margin:0;padding:0;list-style:none;
grid-template-columns:repeat(auto-fill,minmax(min(100%,11rem),1fr))}}
.sheet .tiles li,.sheet figure,.sheet .scroll{{margin:0;background:var(--card);
border:1px solid var(--edge);border-radius:.75rem}}
.sheet .tiles li{{display:flex;flex-direction:column;gap:.15rem;padding:.85rem 1rem;min-width:0}}
.sheet .tiles .name,.sheet .tiles .note{{color:var(--soft);font-size:.875rem}}
.sheet .tiles .figure{{font-size:1.3rem;font-weight:650;line-height:1.25;
font-variant-numeric:tabular-nums}}
.sheet .change{{color:var(--soft);font-size:.875rem;font-variant-numeric:tabular-nums}}
.sheet .heard{{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);
white-space:nowrap}}
.sheet .tiles li{{position:relative}}
.sheet .charts{{display:grid;gap:1rem;
grid-template-columns:repeat(auto-fill,minmax(min(100%,25rem),1fr))}}
.sheet figure{{padding:1rem;min-width:0;container-type:inline-size}}
.sheet figcaption{{margin-bottom:.5rem}}
.sheet .legend{{display:flex;flex-wrap:wrap;gap:.15rem 1rem;margin:0 0 .4rem;padding:0;
list-style:none;color:var(--soft);font-size:.875rem}}
.sheet figure .note{{margin:.6rem 0 0;color:var(--soft);font-size:.875rem}}
.sheet .key{{display:inline-block;width:.75rem;height:.75rem;margin-inline-end:.4rem;
border-radius:.2rem;vertical-align:-.06rem}}
.sheet svg{{display:block;width:100%;height:auto;overflow:visible}}
.sheet svg.narrow{{display:none}}
@container (max-width:24rem){{.sheet svg.wide{{display:none}}.sheet svg.narrow{{display:block}}}}
.sheet svg text{{fill:var(--soft);direction:ltr;font-size:11.5px;font-variant-numeric:tabular-nums}}
.sheet svg :is(.name,.value){{fill:var(--ink);font-size:13px}}
.sheet svg .value{{font-weight:600}}
.sheet .rule{{stroke:var(--rule)}}
.sheet .axis{{stroke:var(--axis)}}
.sheet .track{{fill:var(--rule)}}
.sheet :is(.line,.dots,.rule,.axis){{fill:none;stroke-linejoin:round;stroke-linecap:round}}
.sheet .spot{{fill:transparent}}
.sheet .spot:hover{{fill:var(--ink);fill-opacity:.07}}
.sheet .line{{stroke-width:2}}
.sheet .line.fine{{stroke-width:1.2}}
.sheet .dots{{stroke-width:6}}
{_HUES}
.sheet .scroll{{max-height:34rem;overflow:auto}}
.sheet .scroll:focus-visible{{outline:2px solid var(--hue1);outline-offset:2px}}
.sheet .scroll+h3{{margin-top:1.5rem}}
.sheet h3+.scroll{{margin-top:.5rem}}
.sheet table{{width:100%;border-collapse:separate;border-spacing:0;font-size:.9rem;
font-variant-numeric:tabular-nums}}
.sheet :is(th,td){{padding:.45rem .8rem;text-align:start;border-bottom:1px solid var(--rule);
vertical-align:top}}
.sheet td,.sheet th.figure{{text-align:end;white-space:nowrap}}
.sheet th{{font-weight:500;overflow-wrap:normal}}
.sheet tbody th{{min-width:8.5rem;overflow-wrap:anywhere}}
.sheet thead th{{position:sticky;top:0;background:var(--card);color:var(--soft);font-weight:600;
white-space:nowrap}}
.sheet :is(thead,tbody,tfoot) th:first-child{{position:sticky;inset-inline-start:0;z-index:1;
background:var(--card)}}
.sheet :is(thead,tfoot) th:first-child{{z-index:2}}
.sheet tbody tr:last-child :is(th,td){{border-bottom:0}}
.sheet tfoot :is(th,td){{position:sticky;bottom:0;background:var(--card);font-weight:650;
border-top:1px solid var(--axis);border-bottom:0}}
.sheet footer{{margin-top:1.5rem;color:var(--soft);font-size:.875rem}}
.sheet footer p{{margin:.25rem 0}}
@media (max-width:30rem){{.sheet .tiles{{gap:.5rem;
grid-template-columns:repeat(auto-fill,minmax(min(100%,8.5rem),1fr))}}
.sheet .tiles li{{padding:.7rem}}.sheet .tiles .figure{{font-size:1.05rem}}}}
@media print{{.sheet{{{_named(LIGHT)}max-width:none;padding:0;background:none;font-size:10pt}}
.sheet .scroll{{max-height:none;overflow:visible;border:0}}
.sheet :is(thead,tbody,tfoot) :is(th,td){{position:static!important}}
.sheet :is(figure,.tiles li,tr){{break-inside:avoid}}.sheet :is(h2,h3){{break-after:avoid}}
.sheet table{{font-size:7.5pt}}.sheet tfoot{{display:table-row-group}}
.sheet :is(th,td){{padding:.2rem .35rem}}
.sheet :is(td,th){{overflow-wrap:break-word}}.sheet :is(thead th,th.figure){{white-space:normal}}
.sheet :is(.fill,.track,.key){{print-color-adjust:exact}}}}
"""
"""How a sheet looks, wherever it stands."""

PAGE_STYLE = f"""
html{{background:{LIGHT["ground"]}}}body{{margin:0}}
@media (prefers-color-scheme:dark){{html{{background:{DARK["ground"]}}}}}
@media print{{html{{background:none}}}}
"""
"""What is around it, where it has a page for itself."""
