/** The look of the page: readable in both colour schemes, on paper and on small screens. */
export const pageStyle: string = `
:root { color-scheme: light dark; --line: #d5d9e0; --soft: #f5f6f8; --text: #1c2430; --dim: #5a6473; --link: #0b5cad; --page: #fff }
@media (prefers-color-scheme: dark) {
  :root { --line: #353c48; --soft: #1d222b; --text: #e4e8ee; --dim: #9aa4b2; --link: #7cb7ff; --page: #14181f }
}
* { box-sizing: border-box }
body { margin: 0; display: grid; grid-template-columns: 17rem minmax(0, 1fr); background: var(--page); color: var(--text);
  font: 16px/1.6 system-ui, sans-serif }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 1.5rem 1rem; border-right: 1px solid var(--line);
  background: var(--soft); font-size: .875rem; line-height: 1.4 }
nav ul { list-style: none; margin: 0; padding: 0 } nav li { margin: .25rem 0; overflow-wrap: anywhere }
nav .level-2 { margin-top: 1rem; font-weight: 600 } nav .level-3 { padding-left: .75rem }
main { max-width: 60rem; padding: 2rem 2.5rem 6rem; overflow-wrap: break-word }
a { color: var(--link); text-decoration: none } a:hover, a:focus-visible { text-decoration: underline }
h1 { margin: 0 0 .5rem; font-size: 2rem; line-height: 1.2 }
h2 { margin: 3rem 0 1rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line) }
h3 { margin: 2.25rem 0 .5rem; font-size: 1.1rem }
code { font: .875em/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; padding: .1em .3em; border-radius: 4px;
  background: var(--soft); overflow-wrap: anywhere }
h3 code { padding: 0; background: none; font-size: 1em }
.table { overflow-x: auto; margin: 1rem 0 } table { border-collapse: collapse; min-width: 60%; font-size: .9375rem }
th, td { padding: .4rem .75rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top }
th { color: var(--dim); font-weight: 600 }
@media (max-width: 50rem) { body { display: block } nav { position: static; height: auto; border: 0 } main { padding: 1.5rem 1rem } }
@media print { nav { display: none } body { display: block } }
`.trim()
