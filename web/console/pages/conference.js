// The clock of the case that is on the table. Without this the page says how long it was when it was loaded.
"use strict";
const begun = new WeakMap();
function tick() {
  for (const clock of document.querySelectorAll("[data-since]")) {
    if (!begun.has(clock)) begun.set(clock, performance.now());
    const seconds = Number(clock.dataset.since) + Math.floor((performance.now() - begun.get(clock)) / 1000);
    const left = Number(clock.dataset.planned) - seconds, size = Math.abs(left);
    const words = `${Math.floor(size / 60)}:${String(size % 60).padStart(2, "0")}`;
    clock.textContent = left < 0 ? `${words} over time` : `${words} left`;
    clock.classList.toggle("late", left < 0);
  }
}
tick();
setInterval(tick, 1000);
