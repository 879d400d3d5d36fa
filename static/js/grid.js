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
  const count = () => {
    for (const cells of rows) {
      const sum = cells.reduce((total, cell) => total + value(cell), 0);
      const row = cells[0].closest("tr"), place = row.querySelector("[data-sum]"), own = row.querySelector("[data-row-left]");
      if (place && place.textContent !== "–") say(place, sum);
      if (own) left(own, Number(own.dataset.rowLeft) - sum);
      const whole = table.querySelector("[data-left]");
      if (whole) left(whole, Number(whole.dataset.left) - sum);
    }
    table.querySelectorAll("[data-column]").forEach((place, n) => {
      const sum = rows.reduce((total, cells) => total + value(cells[n]), 0);
      say(place, sum);
      left(table.querySelectorAll("[data-rest]")[n], Number(table.querySelectorAll("[data-whole]")[n].dataset.whole) - sum);
    });
  };
  table.addEventListener("input", count);
  table.addEventListener("keydown", event => {
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Enter: [1, 0] }[event.key];
    if (!step || event.ctrlKey || event.target.tagName !== "INPUT") return;
    const row = rows.findIndex(cells => cells.includes(event.target)), column = rows[row].indexOf(event.target);
    const next = rows[row + step[0]]?.[column + step[1]];
    if (next) { event.preventDefault(); next.focus(); next.select(); }
  });
  count();
}
