// Keeps what is written on a form: sends it as it is answered, and holds it in this tab while the network is away.
// Without this script the same form is kept at each step.
"use strict";
const form = document.querySelector("form[data-keep]");
const line = form.querySelector(".kept");
const place = "carepath:" + form.getAttribute("action");
let waiting = null, leaving = false, kept = null;

const written = () => new URLSearchParams(new FormData(form)).toString();

function restore(held) {
  const values = new URLSearchParams(held);
  for (const field of form.elements) {
    if (!field.name || field.type === "hidden" || field.tagName === "BUTTON") continue;
    if (field.type === "radio" || field.type === "checkbox") field.checked = values.getAll(field.name).includes(field.value);
    else if (values.has(field.name)) field.value = values.get(field.name);
  }
}

async function keep() {
  const body = written();
  try {
    const answer = await fetch(form.action, {
      method: "POST", body, headers: { "x-part": "advice", "content-type": "application/x-www-form-urlencoded" },
      credentials: "same-origin", redirect: "error",
    });
    if (!answer.ok) { line.textContent = ""; return answer.status < 500; }
    const advice = document.getElementById("advice"), news = (await answer.text()).trim();
    if (advice.innerHTML.trim() !== news) advice.innerHTML = news;
    if (advice.firstElementChild && !advice.dataset.shown) { advice.dataset.shown = "yes"; advice.scrollIntoView(); }
    kept = body;
    if (written() === body) sessionStorage.removeItem(place);
    line.textContent = line.dataset.kept;
    return true;
  } catch {
    sessionStorage.setItem(place, body);
    line.textContent = line.dataset.offline;
    return false;
  }
}

form.addEventListener("change", () => { clearTimeout(waiting); waiting = setTimeout(keep, 50); });
form.addEventListener("submit", async (event) => {
  if (leaving || kept === written()) return;
  event.preventDefault();
  const button = event.submitter;
  if (await keep()) { leaving = true; form.requestSubmit(button); }
});
addEventListener("online", keep);
const held = sessionStorage.getItem(place);
if (held) { restore(held); keep(); }
