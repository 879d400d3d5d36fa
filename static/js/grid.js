// A grid of targets: arrows move between cells, sums and what is left are counted while one types.
for (const table of document.querySelectorAll("table[data-grid]")) {
  const rows = [...table.tBodies[0].rows].map(row => [...row.querySelectorAll("input")])
    .filter(cells => cells.length);
  const value = input => Number(input.value.replaceAll(",", "")) || 0;
  const told = number => number.toLocaleString("en").replace("-", "−");
  const say = (place, number) => { if (place) place.textContent = told(number); };
  const left = (place, number) => {
    place.textContent = number ? told(number) : "✓";
    place.closest("td").className = number ? "off" : "even";
  };
  const whole = Number(table.querySelector("[data-whole-sum]")?.dataset.wholeSum ?? 0);
  const count = () => {
    let all = 0;
    for (const cells of rows) {
      const sum = cells.reduce((total, cell) => total + value(cell), 0);
      const row = cells[0].closest("tr"), place = row.querySelector("[data-sum]"), own = row.querySelector("[data-row-left]");
      if (place && place.textContent !== "–") say(place, sum);
      if (own) left(own, Number(own.dataset.rowLeft) - sum);
      const rest = table.querySelector("[data-left]"), share = row.querySelector("[data-share]");
      if (rest) left(rest, value(document.getElementById(rest.dataset.left)) - sum);
      if (share) share.textContent = whole ? `${(sum / whole * 100).toFixed(1)}%` : "–";
      all += sum;
    }
    for (const place of table.querySelectorAll("[data-span]")) {
      const from = Number(place.dataset.span);
      say(place, rows[0].slice(from, from + 3).reduce((total, cell) => total + value(cell), 0));
    }
    say(table.querySelector("[data-grand]"), all);
    const over = table.querySelector("[data-grand-left]");
    if (over) left(over, whole - all);
    table.querySelectorAll("[data-column]").forEach((place, n) => {
      const sum = rows.reduce((total, cells) => total + value(cells[n]), 0);
      say(place, sum);
      left(table.querySelectorAll("[data-rest]")[n], Number(table.querySelectorAll("[data-whole]")[n].dataset.whole) - sum);
    });
  };
  // Cells of other rows that what is typed adds to: `data-adds` is their part that does not come from here.
  const added = row => [...row.querySelectorAll("[data-adds]")];
  const follow = () => {
    for (const row of table.rows) {
      const cells = added(row);
      cells.forEach((place, n) => say(place, rows.reduce((total, typed) =>
        !place.dataset.team || typed[0].closest("tr").dataset.of === place.dataset.team ? total + value(typed[n]) : total,
        Number(place.dataset.adds))));
      say(row.querySelector("[data-adds-row]"), cells.reduce((total, place) =>
        total + Number(place.textContent.replaceAll(",", "").replace("−", "-")), 0));
    }
  };
  const all = () => { count(); follow(); };
  (table.closest("form") ?? table).addEventListener("input", all);
  table.addEventListener("keydown", event => {
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Enter: [1, 0] }[event.key];
    if (!step || event.ctrlKey || event.target.tagName !== "INPUT") return;
    const row = rows.findIndex(cells => cells.includes(event.target)), column = rows[row].indexOf(event.target);
    const next = rows[row + step[0]]?.[column + step[1]];
    if (event.key === "Enter") event.preventDefault();          // in the last row, too, it sends nothing
    if (next) { event.preventDefault(); next.focus(); next.select(); }
  });
  all();
}
