// Everything works without this. With it: keys for the hand, pages that renew themselves, and no form sent twice.
"use strict";

// Keys: on the list j and k go down and up, and each act has a letter.
const KEYS = { t: "/console/today", p: "/console/patients" };
const ACTS = { c: "take", f: "finish", g: "give" };

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.closest("input, select, textarea, [contenteditable]");
  if (event.key === "Escape") {
    const open = event.target.closest("details[open]");
    if (open) { open.open = false; open.querySelector("summary").focus(); event.preventDefault(); }
    return;
  }
  if (typing) return;
  const rows = [...document.querySelectorAll("[data-key]")];
  const at = rows.findIndex((row) => row === document.activeElement || row.contains(document.activeElement));
  if (event.key === "j" || event.key === "k") {
    const next = rows[event.key === "j" ? Math.min(at + 1, rows.length - 1) : Math.max(at - 1, 0)];
    if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); event.preventDefault(); }
  } else if (event.key === "o" && rows[at]) {
    rows[at].querySelector("a")?.click();
  } else if (ACTS[event.key] && rows[at]) {
    const act = rows[at].querySelector(`[data-act=${ACTS[event.key]}]`);
    act?.click();
    if (act?.matches("summary")) act.parentElement.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    event.preventDefault();
  } else if (event.key === "/") {
    const search = document.querySelector("input[type=search]");
    if (search) { search.focus(); search.select(); event.preventDefault(); }
  } else if (event.key === "?") {
    help().showModal();
  } else if (KEYS[event.key]) {
    location.href = KEYS[event.key];
  }
});

function help() {
  let shown = document.querySelector("dialog.help");
  if (!shown) {
    shown = document.createElement("dialog");
    shown.className = "help";
    const title = document.createElement("h2");
    title.textContent = "Keys";
    const list = document.createElement("dl");
    list.className = "facts";
    for (const [key, does] of [["j, k", "down and up the list"], ["o", "open the patient"], ["c", "take up"],
      ["f", "finish"], ["g", "give to somebody"], ["/", "search"], ["t", "Today"], ["p", "Patients"], ["Esc", "close"]]) {
      const dt = document.createElement("dt"), dd = document.createElement("dd"), kbd = document.createElement("kbd");
      kbd.textContent = key; dt.append(kbd); dd.textContent = does; list.append(dt, dd);
    }
    const close = document.createElement("form"), button = document.createElement("button");
    close.method = "dialog"; button.textContent = "Close"; close.append(button);
    shown.append(title, list, close);
    shown.setAttribute("aria-label", "Keys");
    document.body.append(shown);
  }
  return shown;
}

// One form, one act: a second click is the same act, and shows that it is under way.
addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
  for (const button of form.querySelectorAll("button")) setTimeout(() => { button.disabled = true; });
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button")) button.disabled = false;
  }
});

// The menu closes when something else is touched.
addEventListener("click", (event) => {
  for (const open of document.querySelectorAll(".me[open]")) if (!open.contains(event.target)) open.open = false;
});

// Open pages renew themselves: the stream says that something changed, and the same page is asked for anew. What a person
// is in the middle of stays as it is, until they say so.
const busy = (part) => part.matches(":focus-within") && document.activeElement.matches("input, select, textarea")
  || [...part.querySelectorAll("details[open] form")].some((form) => form.method === "post");

async function renew({ all = false } = {}) {
  let answer;
  try { answer = await fetch(location.href, { headers: { "x-part": "live" } }); } catch { return; }
  if (new URL(answer.url).pathname !== location.pathname) { tell("You have been signed out.", "Sign in", () => location.reload()); return; }
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  let held = false;
  for (const part of document.querySelectorAll("[data-live][id]")) {
    const next = fresh.getElementById(part.id);
    if (!next || same(part, next)) continue;
    // Nor does a list change its order under somebody's hand.
    const moved = part.dataset.live === "patients" && keys(part) !== keys(next);
    if ((moved || busy(part)) && !all) { held = true; continue; }
    swap(part, next);
  }
  if (held) tell("Something changed here.", "Show it", () => renew({ all: true }));
  else document.querySelector(".stale")?.remove();
}

const keys = (part) => [...part.querySelectorAll("[data-key]")].map((row) => row.dataset.key).join();
const same = (one, other) => bare(one) === bare(other);
const bare = (part) => {
  const copy = part.cloneNode(true);
  for (const once of copy.querySelectorAll("input[name=once]")) once.remove();
  for (const fresh of copy.querySelectorAll(".fresh")) { fresh.classList.remove("fresh"); }
  for (const open of copy.querySelectorAll("details[open]")) open.open = false;
  return copy.textContent.replace(/\s+/g, " ");
};

function swap(part, next) {
  const known = new Set([...part.querySelectorAll("[data-key]")].map((row) => row.dataset.key));
  const at = document.activeElement?.closest?.("[data-key]")?.dataset.key;
  const kept = part.contains(document.activeElement);
  part.replaceChildren(...[...next.childNodes].map((node) => document.importNode(node, true)));
  for (const row of part.querySelectorAll("[data-key]")) {
    if (known.size && !known.has(row.dataset.key)) row.classList.add("fresh");
    if (kept && row.dataset.key === at) row.focus({ preventScroll: true });
  }
}

function tell(words, does, act) {
  let shown = document.querySelector(".stale");
  if (!shown) {
    shown = document.createElement("div");
    shown.className = "stale";
    shown.setAttribute("role", "status");
    document.body.append(shown);
  }
  const said = document.createElement("span"), button = document.createElement("button");
  said.textContent = words;
  button.textContent = does;
  button.type = "button";
  button.addEventListener("click", () => { shown.remove(); act(); });
  shown.replaceChildren(said, button);
}

if (document.body.dataset.changes && document.querySelector("[data-live]")) {
  let wait, opened = false;
  const soon = () => { clearTimeout(wait); wait = setTimeout(renew, 200); };
  const stream = new EventSource(document.body.dataset.changes);
  stream.addEventListener("changed", soon);
  // After a pause something may have been missed.
  stream.addEventListener("open", () => { if (opened) soon(); opened = true; });
  stream.addEventListener("out", () => { stream.close(); tell("You have been signed out.", "Sign in", () => location.reload()); });
  addEventListener("pagehide", () => stream.close());
}
