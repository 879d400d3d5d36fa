/* Copying text for a chat. `data-copy` on a button names the field, or the paragraph, that holds it; `data-copied` is what
   the button says afterwards. Without script the text is there to be selected by hand. */
"use strict";
(() => {
  function select(field) {
    if (!field.select) return getSelection().selectAllChildren(field);
    field.focus();
    field.select();
  }

  /* A page from the store's own server has no https, and then no clipboard: the old way does. */
  async function copy(field) {
    if (navigator.clipboard) return navigator.clipboard.writeText(field.value ?? field.textContent);
    select(field);
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
      select(field);
    }
  });
})();
