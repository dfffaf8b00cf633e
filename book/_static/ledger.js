// Search and filter of the ledger's page; without this script the whole table is there.
document.addEventListener("DOMContentLoaded", () => {
  const controls = document.querySelector(".kz-controls");
  if (!controls) return;
  const rows = [...document.querySelectorAll(".kz-claims tbody tr")];
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const find = document.getElementById("kz-find");
  const verdict = document.getElementById("kz-verdict");
  const count = document.getElementById("kz-count");
  const show = () => {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, index) => {
      const fits = (!verdict.value || row.dataset.verdict === verdict.value)
        && words.every((word) => texts[index].includes(word));
      row.hidden = !fits;
      shown += fits;
    });
    count.textContent = `${shown} of ${rows.length}`;
  };
  document.querySelectorAll(".kz-claims thead th").forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      document.querySelectorAll(".kz-claims thead th").forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const key = (row) => row.cells[column].textContent;
      const body = rows[0].parentElement;
      [...rows]
        .sort((a, b) => key(a).localeCompare(key(b), "en", { numeric: true }) * (down ? -1 : 1))
        .forEach((row) => body.append(row));
    });
  });
  controls.hidden = false;
  find.addEventListener("input", show);
  verdict.addEventListener("change", show);
  show();
});
