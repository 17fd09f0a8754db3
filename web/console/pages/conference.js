// The clock of the case that is on the table. Without this the page says how long it was when it was loaded.
"use strict";
for (const clock of document.querySelectorAll("[data-since]")) {
  const loaded = performance.now(), before = Number(clock.dataset.since), planned = Number(clock.dataset.planned);
  const show = () => {
    const seconds = before + Math.floor((performance.now() - loaded) / 1000);
    const left = planned - seconds, size = Math.abs(left);
    const words = `${Math.floor(size / 60)}:${String(size % 60).padStart(2, "0")}`;
    clock.textContent = left < 0 ? `${words} over time` : `${words} left`;
    clock.classList.toggle("late", left < 0);
  };
  show();
  setInterval(show, 1000);
}
