/* Copying text for a chat group. `data-copy` on a button names the field; `data-copied` is what it says afterwards.
   Without script the field is there to be selected by hand. */
"use strict";
(() => {
  /* A page from the store's own server has no https, and then no clipboard: the old way does. */
  async function copy(field) {
    if (navigator.clipboard) return navigator.clipboard.writeText(field.value);
    field.select();
    if (!document.execCommand("copy")) throw new Error("not copied");
  }

  document.querySelectorAll("[data-copy]").forEach((button) => { button.hidden = false; });
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const field = document.getElementById(button.dataset.copy);
    try {
      await copy(field);
      button.textContent = button.dataset.copied;
    } catch {
      field.focus();
      field.select();
    }
  });
})();
