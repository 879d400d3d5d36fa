/* Grid: a table of fields worked by keyboard. Everything works without it.
   data-grid      arrow keys and Enter go to the next field, a field entered is selected
   data-signs     what one key writes: words of "sign" + "keys that mean it"; the next field follows at once */
"use strict";
(() => {
  const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  const rows = (table) => [...table.tBodies].flatMap((body) => [...body.rows])
    .map((row) => [...row.querySelectorAll("input")]).filter((fields) => fields.length);

  function go(field, [down, right]) {
    const grid = rows(field.closest("[data-grid]"));
    const row = grid.findIndex((fields) => fields.includes(field));
    const next = (grid[row + down] || [])[grid[row].indexOf(field) + right];
    if (next) { next.focus(); next.select(); }
  }

  document.addEventListener("focusin", (event) => {
    if (event.target.matches("[data-grid] input")) event.target.select();
  });

  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!field.matches("[data-grid] input") || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const inside = (event.key === "ArrowLeft" && field.selectionEnd > 0 && field.selectionStart !== 0)
      || (event.key === "ArrowRight" && field.selectionStart < field.value.length && field.selectionEnd !== field.value.length);
    if (MOVES[event.key] && !inside) { event.preventDefault(); go(field, MOVES[event.key]); return; }
    const signs = field.closest("[data-grid]").dataset.signs;
    if (!signs || event.key.length !== 1) return;
    const found = signs.split(" ").find((word) => word.slice(1).includes(event.key.toLowerCase()));
    if (found) { event.preventDefault(); field.value = found[0]; go(field, [0, 1]); }
  });
})();
