// Reviewing by keyboard: 1 2 3 choose, Enter proposes or goes on to the next pair, S skips,
// C confirms, D goes to the reason for declining. Everything works without it, by Tab and Enter.
(() => {
  "use strict";
  const typing = (element) =>
    element.matches("select, textarea, input:not([type=radio]):not([type=checkbox])");
  const pairs = () => [...document.querySelectorAll("[data-pair]")];
  const verdicts = (pair) => [...pair.querySelectorAll("input[type=radio]")];
  const judged = (pair) => verdicts(pair).some((radio) => radio.checked);
  const reason = (pair) => pair.querySelector("input[type=text]");
  const current = () =>
    document.activeElement.closest("[data-pair]") || pairs().find((pair) => !judged(pair)) || pairs()[0];

  const choose = (number) => {
    const pair = current();
    const radio = pair && verdicts(pair)[number - 1];
    if (!radio) return false;
    radio.checked = true;
    reason(pair).focus();
    return true;
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.key === "Escape" && typing(event.target)) {
      event.target.blur();
      return;
    }
    if (event.key === "Enter" && event.target.matches("[data-pair] input[type=text]")) {
      const here = event.target.closest("[data-pair]");
      const next = pairs().slice(pairs().indexOf(here) + 1).find((pair) => !judged(pair));
      if (next && judged(here) && event.target.value.trim()) {
        event.preventDefault();
        next.focus();
        next.scrollIntoView({ block: "start" });
      }
      return;
    }
    if (typing(event.target)) return;
    // By its place where another alphabet is switched on: KeyS, Digit1, Numpad1.
    const key = /^[a-z1-3]$/i.test(event.key) ? event.key.toLowerCase() : event.code.slice(-1).toLowerCase();
    if (!/^[a-z1-3]$/.test(key) || event.key.length > 1) return;
    const done = /^[1-3]$/.test(key) && choose(Number(key));
    const found = document.querySelector(`[data-key="${key}"]`);
    if (found) found.matches("button") ? found.click() : found.focus();
    if (done || found) event.preventDefault();
  });
})();
