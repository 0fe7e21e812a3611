// Keyboard shortcuts. `data-key="p"` on a link, a button or a field makes that key press or focus it, unless
// somebody is typing. `?` and any `[data-keys]` button open the list of keys. Every page is complete without this.
(() => {
  "use strict";
  document.documentElement.classList.add("scripted");

  const dialog = document.getElementById("keys");
  const typing = (target) =>
    target.matches?.("input:not([type=radio], [type=checkbox], [type=submit]), textarea, select, [contenteditable]");
  // On a keyboard that writes another script the key keeps the place that it has among Latin letters.
  const letter = (event) => (/^[ -~]$/.test(event.key) ? event.key : event.code.replace(/^Key/, "")).toLowerCase();
  const shortcuts = () => [...document.querySelectorAll("[data-key]")].filter((element) => !element.disabled);

  const row = (element) => {
    const term = document.createElement("dt");
    const key = document.createElement("kbd");
    key.textContent = element.dataset.key.toUpperCase();
    term.append(key);
    const what = document.createElement("dd");
    const label = element.cloneNode(true);
    label.querySelectorAll("kbd").forEach((inner) => inner.remove());
    what.textContent = element.dataset.keyName || element.getAttribute("aria-label") || label.textContent.trim();
    return [term, what];
  };

  const list = () => {
    if (!dialog || dialog.open) return;
    const found = shortcuts();
    dialog.querySelector("dl").replaceChildren(...found.flatMap(row));
    dialog.querySelector("[data-no-keys]").hidden = found.length > 0;
    dialog.showModal();
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target) || dialog?.open) return;
    if (event.key === "?") {
      event.preventDefault();
      list();
      return;
    }
    const wanted = shortcuts().find((element) => element.dataset.key.toLowerCase() === letter(event));
    if (!wanted) return;
    event.preventDefault();
    if (typing(wanted)) wanted.focus();
    else wanted.click();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-keys]")) list();
  });
})();
