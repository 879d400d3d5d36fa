/* Forms: what makes them quicker and safer than HTML alone. Everything works without it.
   data-once      a form is sent once; a second press does nothing until the answer is here
   data-draft     long text survives leaving the page; cleared when it is sent and at sign-out
   data-leaves    the form that signs out: nothing stays behind on the shared PC
   data-stays     what is unfolded stays so when htmx brings it anew
   data-next      Enter in a field leads to the next one, for what is typed in from paper
   data-pick…     rows selected in a list and the bar that acts on them */
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  /* Drafts carry the number of whose they are: at a shared PC nobody meets somebody else's. */
  const DRAFT = "draft:";
  const whose = document.body.dataset.whose;
  const mine = `${DRAFT}${whose}:`;
  const draftKey = (field) => `${mine}${location.pathname}#${field.name}`;
  const clearDrafts = (keep) => Object.keys(localStorage)
    .filter((key) => key.startsWith(DRAFT) && !(keep && key.startsWith(keep)))
    .forEach((key) => localStorage.removeItem(key));

  function restoreDrafts(root) {
    if (!whose) return;
    all("textarea[data-draft]", root).forEach((field) => {
      const kept = localStorage.getItem(draftKey(field));
      if (kept && !field.value) field.value = kept;
    });
  }

  document.addEventListener("input", (event) => {
    const field = event.target;
    if (whose && field.matches("textarea[data-draft]")) {
      if (field.value) localStorage.setItem(draftKey(field), field.value);
      else localStorage.removeItem(draftKey(field));
    }
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-once]")) {
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = "1";
    }
    if (form.matches("[data-leaves]")) clearDrafts();
    all("textarea[data-draft]", form).forEach((field) => localStorage.removeItem(draftKey(field)));
  });
  const ready = () => all("form[data-sent]").forEach((form) => delete form.dataset.sent);
  addEventListener("pageshow", ready);                       // back button: the form may be sent again
  document.addEventListener("htmx:afterRequest", ready);

  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.isComposing) return;
    if (!field.matches("[data-next] input, [data-next] select")) return;
    event.preventDefault();
    const stops = all("input:not([type=hidden]), select, textarea, button", field.form)
      .filter((one) => one.type !== "radio" || one.checked || one.name !== field.name);
    const rest = stops.slice(stops.indexOf(field) + 1).filter((one) => !field.name || one.name !== field.name);
    if (rest.length) rest[0].focus();
  });

  let unfolded = [];
  document.addEventListener("htmx:beforeSwap", () => { unfolded = all("details[data-stays][open]").map((part) => part.id); });
  document.addEventListener("htmx:afterSwap", () => all("details[data-stays]").forEach((part) => {
    if (unfolded.includes(part.id)) part.open = true;
  }));

  /* rows selected */
  const picks = () => all("input[data-pick]");
  function countPicks() {
    const picked = picks().filter((box) => box.checked).length;
    all("[data-picked]").forEach((place) => { place.textContent = picked; });
    all("[data-bulk]").forEach((bar) => { bar.hidden = picked === 0; });
    picks().forEach((box) => box.closest("tr").classList.toggle("is-on", box.checked));
    all("[data-pick-all]").forEach((box) => { box.checked = picked > 0 && picked === picks().length; });
  }
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-pick-all]")) picks().forEach((box) => { box.checked = event.target.checked; });
    if (event.target.matches("[data-pick], [data-pick-all]")) countPicks();
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-pick-none]")) return;
    picks().forEach((box) => { box.checked = false; });
    countPicks();
  });

  /* what went wrong with a part that htmx asked for is said above the page */
  const say = (nodes) => { const place = document.querySelector("[data-said]"); if (place) place.replaceChildren(...nodes); };
  document.addEventListener("htmx:responseError", (event) => {
    const answer = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
    say([...answer.body.children]);
  });
  document.addEventListener("htmx:sendError", () => {
    const offline = document.querySelector("[data-offline]");
    if (offline) say([offline.content.cloneNode(true)]);
  });

  if (whose) clearDrafts(mine);
  const begin = (root) => { restoreDrafts(root); countPicks(); };
  begin(document);
  document.addEventListener("htmx:load", (event) => begin(event.target));
  const fault = document.querySelector(".summary[autofocus]");
  if (fault) fault.focus();
})();
