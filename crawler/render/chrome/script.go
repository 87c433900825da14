package chrome

import "fmt"

// alone is run in every document before its own scripts: what would reach the network past Fetch, or open windows that
// nobody looks at, is not there. The rules for the local browser's resolver say the same once more.
const alone = `(() => {
  for (const name of ["WebSocket", "WebTransport", "RTCPeerConnection", "webkitRTCPeerConnection", "EventSource",
    "Worker", "SharedWorker"]) { try { delete globalThis[name] } catch {} }
  try { delete Navigator.prototype.serviceWorker } catch {}
  globalThis.open = () => null;
  globalThis.print = () => {};
})()`

// measure counts the elements of the page and the length of its document, and tells whether what was pressed led away
// from it: another route is another page.
const measure = `(() => {
  globalThis.here = () => location.pathname + location.search + (/^#!?[/]/.test(location.hash) ? location.hash : "");
  globalThis.html = () => "<!DOCTYPE html>\n" + document.documentElement.outerHTML;
  globalThis.at ??= here();
  return {nodes: document.getElementsByTagName("*").length, bytes: html().length, away: here() !== at};
})()`

// opening presses what opens more of the page's content, in the main part of it where the page names one: panels once
// each, "voir plus" as often as it is asked to; and goes to the end of the page, where endless lists load. It runs in a
// world of its own, whose functions the page cannot replace.
func opening(most int) string {
	return fmt.Sprintf(`(most => {
  const root = document.querySelector("main,[role=main]") || document.body;
  if (!root) return 0;
  const seen = globalThis.seen ||= new WeakSet();
  const furniture = "nav,header,footer,[role=navigation],[role=menu],[role=menubar],[role=search],[role=combobox]";
  let n = 0;
  const leads = e => e.tagName === "A" && /^(?!#[^/!]*$|javascript:)./i.test(e.getAttribute("href") || "");
  const stay = e => e.preventDefault(); // href="#" would lead to the first route
  const press = e => {
    n++;
    if (e.tagName === "A") e.addEventListener("click", stay, {once: true, capture: true});
    e.click();
  };
  globalThis.before = html();
  for (const e of root.querySelectorAll("details:not([open]) > summary, [aria-expanded=false]")) {
    if (n >= most) return n;
    if (seen.has(e) || leads(e) || e.disabled || e.closest(furniture)) continue;
    if (e.hasAttribute("aria-haspopup") || /^(INPUT|SELECT|TEXTAREA)$/.test(e.tagName)) continue;
    if (e.tagName === "BUTTON" && e.form && e.type === "submit") continue;
    seen.add(e);
    press(e);
  }
  const more = new RegExp("^(en )?(voir|afficher|charger|montrer|lire|decouvrir) (plus|davantage|la suite)|" +
    "^plus de |^(load|show|see) more");
  for (const e of root.querySelectorAll("button,[role=button],a,input[type=button]")) {
    if (n >= most) return n;
    if (leads(e) || e.disabled || e.closest(furniture) || e.getClientRects().length === 0) continue;
    if (e.tagName === "BUTTON" && e.form && e.type === "submit") continue;
    const words = (e.value || e.textContent || "").slice(0, 200).normalize("NFD").replace(/[\u0300-\u036f]/g, "");
    if (more.test(words.replace(/\s+/g, " ").trim().toLowerCase())) press(e);
  }
  window.scrollTo(0, document.documentElement.scrollHeight);
  if (root.lastElementChild) root.lastElementChild.scrollIntoView(false);
  return n;
})(%d)`, most)
}

// twoFrames waits until the page was drawn twice.
const twoFrames = `new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(0))))`

// final gives the document, as it was before what led away from it; or how long it is where that is too long.
func final(most int) string {
	return fmt.Sprintf(`(most => {
  const got = here() === at ? html() : before;
  return got.length > most ? {over: got.length} : {html: got};
})(%d)`, most)
}
