/* Keys for daily work. `data-key` on a link, button or field says which key presses it:
     /  search      n  new visit      e  edit      Escape  cancel      ?  what the keys are
   j, k and Enter walk the rows of a list; Ctrl+Enter saves the form one is in. Silent inside fields;
   a person's preference switches them off (data-no-keys on body). Menus close by Escape and by a press elsewhere. */
"use strict";
(() => {
  const typing = (element) => element.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  const shown = (element) => element.getClientRects().length > 0;
  const named = (key) => [...document.querySelectorAll("[data-key]")].find((e) => e.dataset.key === key && shown(e));
  const rowLinks = () => [...document.querySelectorAll("main tbody th a, main .line-text > a")].filter(shown);

  function closeMenus(but) {
    document.querySelectorAll("details[data-closes][open]").forEach((menu) => { if (menu !== but) menu.open = false; });
  }

  function walk(step) {
    const links = rowLinks();
    const at = links.indexOf(document.activeElement);
    const next = links[at < 0 ? (step > 0 ? 0 : links.length - 1) : at + step];
    if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
  }

  document.addEventListener("click", (event) => closeMenus(event.target.closest("details[data-closes]")));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = event.target.closest("form");
      if (form) { event.preventDefault(); form.requestSubmit(); }
      return;
    }
    if (event.key === "Escape") {
      const menu = document.querySelector("details[data-closes][open]");
      if (menu) { menu.open = false; menu.querySelector("summary").focus(); return; }
      if (typing(event.target)) { event.target.blur(); return; }
    }
    if (document.body.hasAttribute("data-no-keys") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (typing(event.target)) return;
    if (event.key === "j" || event.key === "k") { walk(event.key === "j" ? 1 : -1); event.preventDefault(); return; }
    const keys = document.querySelector("[data-keys]");
    if (keys && (event.key === "?" || (event.key === "Escape" && !keys.hidden))) {
      keys.hidden = !keys.hidden;
      if (!keys.hidden) keys.focus();
      return;
    }
    const pressed = named(event.key);
    if (!pressed) return;
    event.preventDefault();
    if (pressed.matches("input")) { pressed.focus(); pressed.select(); } else pressed.click();
  });
})();
