/** Milliseconds that a notice stands in the page; it stays while the pointer is over it, and a click takes it away. */
const shownMs = 8_000

/** The element of the notice, as a page may find or hide it. */
export const noticeElement = "pristine-notice"

/**
 * Code for a page under development: `notify(file, changes)` shows what changed in meaning in a corner of the page. It writes
 * texts as texts and styles through the object model, which no content security policy forbids, and does nothing in a worker.
 */
export const noticeCode: string = `const notify = (file, changes) => {
  if (typeof document === "undefined") return
  document.querySelector("${noticeElement}")?.remove()
  const notice = document.createElement("${noticeElement}")
  notice.style.cssText =
    "position:fixed;z-index:99999;right:16px;bottom:16px;max-width:min(480px,calc(100vw - 64px));padding:10px 14px;" +
    "border-radius:6px;background:#1b1b1f;color:#f0f0f2;box-shadow:0 4px 16px #0006;cursor:pointer;" +
    "font:13px/1.5 ui-monospace,Menlo,Consolas,monospace;overflow-wrap:anywhere"
  notice.setAttribute("role", "status")
  const root = notice.attachShadow({ mode: "open" })
  for (const text of [file, ...changes]) {
    const line = document.createElement("div")
    line.textContent = text
    if (text === file) line.style.opacity = "0.6"
    root.append(line)
  }
  notice.onclick = () => notice.remove()
  document.body.append(notice)
  const leaving = notice.animate({ opacity: [1, 0] }, { delay: ${shownMs}, duration: 400 })
  leaving.onfinish = () => notice.remove()
  notice.onmouseenter = () => leaving.pause()
  notice.onmouseleave = () => leaving.play()
}`
