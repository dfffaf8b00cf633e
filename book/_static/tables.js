// Search, filters and sorting for every table of class kz-searchable; without this script the whole table is there.
const FIRST = 10; // rows that a phone shows of a long table before it is asked for all, see .kz-later in book.css
document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("table.kz-searchable").forEach((table) => {
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const heads = [...table.tHead.rows[0].cells];
  const value = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.value ?? (cell.querySelector(":scope > .kz-value") ?? cell).textContent.trim();
  };
  const number = (text) => (/^[+−-]?[\d,]+(\.\d+)?%?$/.test(text) ? Number(text.replace(/[,%+]/g, "").replace("−", "-")) : NaN);
  const compare = (a, b) => (number(a) - number(b)) || a.localeCompare(b, "en", { numeric: true });
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const controls = document.createElement("div");
  controls.className = "kz-controls";
  const add = (name, field) => {
    const label = document.createElement("label");
    label.append(`${name} `, field);
    controls.append(label);
    return field;
  };
  const find = document.createElement("input");
  find.type = "search";
  add("Search", find);
  const filters = heads.flatMap((head, column) => {
    if (!head.classList.contains("kz-filter")) return [];
    const found = rows.map((row) => value(row, column)).filter(Boolean);
    // 1.2 stands for all sections below it too
    const parts = found.filter((text) => /^\d+\.\d+\.\d+$/.test(text)).map((text) => text.replace(/\.\d+$/, ""));
    const values = [...new Set([...found, ...parts])].sort(compare);
    const select = document.createElement("select");
    select.append(new Option("all", ""), ...values.map((text) => new Option(text, text)));
    return [{ column, select: add(head.textContent.trim(), select) }];
  });
  const count = document.createElement("span");
  count.setAttribute("role", "status");
  controls.append(count);
  const more = document.createElement("button");
  more.type = "button";
  more.className = "kz-rows-more";
  more.hidden = true;
  let isFolded = rows.length > FIRST + 5; // a fold that hides two or three rows is in the way
  const fold = () => {
    const shown = [...body.rows].filter((row) => !row.hidden);
    shown.forEach((row, place) => row.classList.toggle("kz-later", isFolded && place >= FIRST));
    more.hidden = !isFolded || shown.length <= FIRST;
    more.textContent = `Show all ${shown.length} rows`;
  };
  const unfold = () => {
    isFolded = false;
    fold();
  };
  const show = () => {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, index) => {
      const fits = filters.every(({ column, select }) => !select.value || `${value(row, column)}.`.startsWith(`${select.value}.`))
        && words.every((word) => texts[index].includes(word));
      row.hidden = !fits;
      shown += fits;
    });
    count.textContent = `${shown} of ${rows.length}`;
    fold();
  };
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent.trim();
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const sorted = [...rows].sort((a, b) => compare(value(a, column), value(b, column)) * (down ? -1 : 1));
      body.append(...sorted);
      fold();
    });
  });
  if (rows.length < 12) return; // a short table is read, not searched
  const frame = table.closest(".kz-table-frame") ?? table;
  frame.before(controls);
  frame.after(more);
  more.addEventListener("click", () => {
    const next = body.querySelector("tr.kz-later");
    unfold();
    next.tabIndex = -1;
    next.focus({ preventScroll: true });
  });
  const reveal = () => { // an address that leads to a row shows it
    const target = document.getElementById(location.hash.slice(1))?.closest("tr.kz-later");
    if (!target || !body.contains(target)) return;
    unfold();
    target.scrollIntoView();
  };
  find.addEventListener("input", show);
  filters.forEach(({ select }) => select.addEventListener("change", show));
  // ?section=1.2&verdict=contradicted&search=russia in the page's address
  const choose = (asked) => {
    find.value = asked.get("search") ?? "";
    filters.forEach(({ column, select }) => {
      const wanted = asked.get(heads[column].textContent.trim().toLowerCase()) ?? "";
      select.value = [...select.options].some((option) => option.value === wanted) ? wanted : "";
    });
    show();
  };
  const here = location.href.replace(/[?#].*/, "");
  document.querySelectorAll(".kz-by-section a").forEach((link) => link.addEventListener("click", (event) => {
    if (link.href.replace(/[?#].*/, "") !== here) return;
    event.preventDefault();
    choose(new URL(link.href).searchParams);
    controls.scrollIntoView();
    filters[0].select.focus({ preventScroll: true });
  }));
  const asked = new URLSearchParams(location.search);
  choose(asked);
  reveal();
  addEventListener("hashchange", reveal);
  if (count.textContent !== `${rows.length} of ${rows.length}` && !location.hash) controls.scrollIntoView();
}));
