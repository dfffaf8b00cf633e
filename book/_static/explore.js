// The two explorers. Each is built, and its data are loaded, when it comes near the screen; without this script the
// static figures stand in their place.
(() => {
  const given = new URLSearchParams(location.search);
  const SVG = "http://www.w3.org/2000/svg";

  const element = (tag, attributes = {}, ...children) => {
    const svg = /^(svg|g|path|rect|line|text|tspan)$/.test(tag);
    const made = svg ? document.createElementNS(SVG, tag) : document.createElement(tag);
    Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
    made.append(...children.filter((child) => child !== null));
    return made;
  };
  const formats = new Map();
  const number = (value, digits = 0, signed = false) => {
    const key = `${digits}${signed}`;
    if (!formats.has(key)) formats.set(key, new Intl.NumberFormat("en", {
      minimumFractionDigits: digits, maximumFractionDigits: digits, signDisplay: signed ? "exceptZero" : "auto",
    }));
    return formats.get(key).format(value).replace("-", "−");
  };

  // A row of choices, each a button as wide as a finger; arrow keys move between them.
  let groups = 0;
  const choices = (label, options, chosen, changed) => {
    groups += 1;
    const field = element("fieldset", { class: "kz-choices" }, element("legend", {}, label));
    options.forEach(([value, text]) => {
      const input = element("input", { type: "radio", name: `kz-choice-${groups}`, value });
      input.checked = value === chosen;
      input.addEventListener("change", () => changed(value));
      field.append(element("label", {}, input, element("span", {}, text)));
    });
    return field;
  };
  const valid = (name, allowed, otherwise) => (allowed.includes(given.get(name)) ? given.get(name) : otherwise);

  // Why cells are placed or blank, each reason once with its years.
  const notes = (cells, years) => {
    const reasons = new Map();
    cells.forEach(([, status, note], at) => {
      if (note) reasons.set(`${status}: ${note}`, [...(reasons.get(`${status}: ${note}`) ?? []), years[at]]);
    });
    return [...reasons].map(([reason, told]) => element("p", { class: "kz-small" }, `${told.join(", ")} ${reason}`));
  };

  // What one country or region has in each table, a row a year.
  const series = ([english, kazakh], years, columns) => element("div", { class: "kz-table-frame", tabindex: "0", role: "region", "aria-label": `${english}, all years` },
    element("table", { class: "kz-table" },
      element("caption", {}, element("strong", {}, english), " ", element("span", { lang: "kk" }, kazakh), ", all years as printed"),
      element("thead", {}, element("tr", {}, element("th", { scope: "col" }, "Year"), ...columns.map(([table]) =>
        element("th", { scope: "col", class: "kz-cell-number" }, `${table.says}, ${table.unit} (${table.number})`)))),
      element("tbody", {}, ...years.map((year, at) => element("tr", {}, element("th", { scope: "row" }, String(year)),
        ...columns.map(([, cells, format]) => element("td", { class: "kz-cell-number" },
          !cells ? "no row" : cells[at][0] === null ? "blank" : `${format(cells[at][0])}${cells[at][1] === "placed" ? " ○" : ""}`)))))));

  // A row's name opens a row below it; after the redrawing the focus is where it was.
  const opener = (place, code, isOpen, pick, ...content) => {
    const button = element("button", { type: "button", "aria-expanded": String(isOpen), "data-code": code }, ...content);
    button.addEventListener("click", () => {
      pick();
      place.querySelector(`[data-code="${code}"]`)?.focus({ preventScroll: true });
    });
    return button;
  };
  const detail = (columns, content) => element("tr", { class: "kz-detail" }, element("td", { colspan: String(columns) }, ...content));

  const flows = (box, { tables, names }) => {
    const kinds = { people: "People", money: "Money" };
    const state = {
      what: valid("what", ["people", "money"], "people"),
      way: valid("way", ["out", "in", "both"], "out"),
      year: Number(valid("year", tables["people-out"].years.map(String), "2019")),
      country: valid("country", Object.keys(names), ""),
      all: false,
    };
    if (state.country) state.way = "both";
    const digits = () => (state.what === "money" ? 1 : 0);
    const chart = element("div", { class: "kz-chart" });
    const pick = (code) => { state.country = state.country === code ? "" : code; draw(); };
    const bar = (direction, cell, most) => {
      const width = cell ? Math.max(0, (100 * (cell[0] ?? 0)) / most) : 0;
      return element("svg", { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" },
        element("rect", { class: `kz-${direction}${cell?.[1] === "placed" ? " kz-hollow" : ""}`, width: String(width), height: "10" }));
    };
    const amount = (cell, sum) => {
      if (!cell) return ["no row", ""];
      if (cell[0] === null) return ["blank", ""];
      return [`${number(cell[0], digits())}${cell[1] === "placed" ? " ○" : ""}`, `${number((100 * cell[0]) / sum, 1)}%`];
    };

    const draw = () => {
      const ways = state.way === "both" ? ["out", "in"] : [state.way];
      const shown = ways.map((way) => ({ way, table: tables[`${state.what}-${way}`] }));
      const at = shown[0].table.years.indexOf(state.year);
      shown.forEach((one) => { one.sum = Object.values(one.table.rows).reduce((sum, cells) => sum + (cells[at][0] ?? 0), 0); });
      const codes = [...new Set(shown.flatMap(({ table }) => Object.keys(table.rows)))];
      const size = (code) => Math.max(...shown.map(({ table }) => table.rows[code]?.[at][0] ?? -1));
      const rest = (code) => Number(code.startsWith("_"));
      codes.sort((a, b) => rest(a) - rest(b) || size(b) - size(a) || names[a][0].localeCompare(names[b][0], "en"));
      const most = Math.max(...codes.map(size));
      const visible = state.all ? codes : codes.filter((code, place) => place < 12 || code === state.country);
      const said = shown.map(({ table }) => table.says).join("; ");
      const unit = shown[0].table.unit;
      const caption = `${kinds[state.what]}, ${state.year}: ${said} (${unit})`;
      const rows = visible.flatMap((code) => {
        const button = opener(chart, code, code === state.country, () => pick(code), names[code][0]);
        const cells = shown.map(({ way, table, sum }) => {
          const cell = table.rows[code]?.[at];
          const [value, share] = amount(cell, sum);
          return [bar(way, cell, most), value, share];
        });
        const row = element("tr", {}, element("th", { scope: "row" }, button),
          element("td", { class: "kz-bars-cell" }, ...cells.map(([drawn]) => drawn)),
          ...[1, 2].map((part) => element("td", { class: "kz-cell-number" }, ...cells.map((cell, place) =>
            element("span", { class: "kz-line" }, cell[part])))));
        return code === state.country ? [row, detail(4, one())] : [row];
      });
      const heads = ["Country", "", "Value", "Share"].map((text) => (text
        ? element("th", { scope: "col", class: /Value|Share/.test(text) ? "kz-cell-number" : "" }, text) : element("td", {})));
      chart.replaceChildren(element("table", { class: "kz-table kz-flows" }, element("caption", {}, caption),
        element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...rows)));
      if (state.way === "both") chart.prepend(element("p", { class: "kz-key" },
        ...shown.flatMap(({ way, table }) => [element("span", { class: `kz-swatch kz-${way}` }), `${way}: ${table.says} `])));
      if (codes.length > 12) {
        const more = element("button", { type: "button", class: "kz-more", "aria-expanded": String(state.all) },
          state.all ? "Show the 12 largest" : `Show all ${codes.length} rows`);
        more.addEventListener("click", () => { state.all = !state.all; draw(); chart.querySelector(".kz-more").focus(); });
        chart.append(more);
      }
      const sources = shown.map(({ table }) => `table ${table.number}, ${table.agency}`).join("; ");
      const sums = shown.map(({ table, sum }) => `table ${table.number}: ${number(sum, digits())}`).join("; ");
      chart.append(element("p", { class: "kz-small" }, `Source: ${sources}. Shares are of the sum of the printed cells of the year (${sums}). A hollow bar and ○: the year of the cell is our reading. Blank: the cell is blank in print.`));
    };

    const one = () => {
      const code = state.country;
      const { years } = tables["people-out"];
      const rows = Object.entries(tables).map(([key, table]) => [table, table.rows[code],
        (value) => number(value, key.startsWith("money") ? 1 : 0)]);
      return [series(names[code], years, rows),
        ...Object.values(tables).flatMap((table) => (table.rows[code] ? notes(table.rows[code], years) : []))];
    };

    box.append(element("div", { class: "kz-choosers" },
      choices("What", Object.entries(kinds), state.what, (value) => { state.what = value; draw(); }),
      choices("Direction", [["out", "Out"], ["in", "In"], ["both", "Both"]], state.way, (value) => { state.way = value; draw(); }),
      choices("Year", tables["people-out"].years.map((year) => [String(year), String(year)]), String(state.year), (value) => { state.year = Number(value); draw(); })), chart);
    draw();
  };

  const regions = (box, { tables, names, boundaries, cities, width }) => {
    const years = tables.growth.years.map(String);
    const state = {
      subject: valid("subject", Object.keys(tables), "growth"),
      year: valid("year", years, "2019"),
      region: valid("region", Object.keys(names), ""),
    };
    const titles = { growth: "Growth", density: "Density", urbanisation: "Urban share" };
    const map = element("div", { class: "kz-map" });
    const list = element("div", { class: "kz-list" });
    const said = element("p", { class: "kz-said", role: "status" });
    const short = (code) => names[code][0].replace(/ (region|city)$/, "");
    const pick = (code) => { state.region = state.region === code ? "" : code; draw(); };

    const draw = () => {
      const table = tables[state.subject];
      const at = table.years.indexOf(Number(state.year));
      const signed = table.limits.some((limit) => limit <= 0);
      const text = (value) => number(value, table.digits, signed);
      const tone = (value) => table.tones[table.limits.filter((limit) => value >= limit).length];
      const value = (code) => table.rows[code]?.[at][0] ?? null;
      const { height, paths, labels } = boundaries[table.vintages[at]];
      const fill = (code) => (value(code) === null ? "kz-none" : `kz-${tone(value(code))}`);
      const shape = (code, tag, attributes) => {
        const made = element(tag, { ...attributes, class: `kz-shape ${fill(code)}${code === state.region ? " kz-chosen" : ""}` },
          Object.assign(document.createElementNS(SVG, "title"), { textContent: `${names[code][0]}: ${value(code) === null ? "no value" : text(value(code))}` }));
        made.addEventListener("click", () => pick(code));
        return made;
      };
      const drawn = Object.keys(paths).filter((code) => !cities.includes(code));
      const squares = cities.filter((code) => value(code) !== null);
      const shift = squares.length ? 85 : 10;
      const picture = element("svg", { viewBox: `-4 0 ${width + 8} ${height + shift + 30}`, "aria-hidden": "true" });
      squares.forEach((code, place) => {
        const x = place * (width / 3);
        picture.append(shape(code, "rect", { x, y: 12, width: 30, height: 30 }),
          element("text", { x: x + 38, y: 25 }, element("tspan", {}, short(code)), element("tspan", { x: x + 38, dy: "1.05em" }, text(value(code)))));
      });
      const ground = element("g", { transform: `translate(0 ${shift})` }, ...drawn.map((code) => shape(code, "path", { d: paths[code] })));
      if (state.region && paths[state.region] && !cities.includes(state.region)) ground.append(ground.querySelector(".kz-chosen"));
      drawn.filter((code) => value(code) !== null).forEach((code) => {
        const [x, y, anchor, fromX, fromY] = labels[code];
        if (fromX !== undefined) {
          ground.append(element("line", { x1: fromX, y1: fromY, x2: fromX + 0.9 * (x - fromX), y2: fromY + 0.72 * (y - fromY) }));
        }
        const look = fromX === undefined ? { class: `kz-on-${tone(value(code))}` } : { class: "kz-beside" };
        ground.append(element("text", { x, y: y + 4, "text-anchor": anchor, ...look }, element("tspan", { class: "kz-name", x, dy: "-0.5em" }, short(code)),
          element("tspan", { x, dy: "1.05em" }, text(value(code)))));
      });
      picture.append(ground);
      const ranges = table.tones.map((name, place) => {
        const low = table.limits[place - 1];
        const high = table.limits[place];
        const words = low === undefined ? `below ${number(high, high % 1 ? 1 : 0)}` : high === undefined ? `${number(low, low % 1 ? 1 : 0)} and above` : `${number(low, low % 1 ? 1 : 0)} to ${number(high, high % 1 ? 1 : 0)}`;
        return element("li", {}, element("span", { class: `kz-swatch kz-${name}` }), words);
      });
      const old = table.vintages[at] === "2014";
      const early = !old && Number(state.year) < 2018 ? " The table prints the Turkistan region and Shymkent for this year already." : "";
      map.replaceChildren(element("p", { class: "kz-small" }, `${table.title}, ${state.year}, ${table.unit}. Boundaries ${old ? "before" : "from"} June 2018.${early}`),
        picture, element("ul", { class: "kz-classes", "aria-label": "Classes" }, ...ranges));

      const shown = (code) => (value(code) === null ? "blank" : text(value(code)));
      const size = (code) => value(code) ?? -Infinity;
      const rows = Object.keys(table.rows).sort((a, b) => (size(a) === size(b) ? Number(a) - Number(b) : size(b) - size(a)));
      const one = () => series(names[state.region], table.years, Object.values(tables).map((other) => [
        other, other.rows[state.region],
        (cell) => number(cell, other.digits, other.limits.some((limit) => limit <= 0))]));
      list.replaceChildren(element("table", { class: "kz-table" }, element("caption", {}, `${table.title}, ${state.year} (${table.unit})`),
        element("thead", {}, element("tr", {}, element("th", { scope: "col" }, "Region"), element("th", { scope: "col", class: "kz-cell-number" }, "Value"))),
        element("tbody", {}, ...rows.flatMap((code) => {
          const button = opener(list, code, code === state.region, () => pick(code), element("span", { class: `kz-swatch ${fill(code)}` }),
            names[code][0], " ", element("span", { lang: "kk" }, names[code][1]));
          const row = element("tr", {}, element("th", { scope: "row" }, button), element("td", { class: "kz-cell-number" }, shown(code)));
          return code === state.region ? [row, detail(2, [one()])] : [row];
        }))), element("p", { class: "kz-small" }, `Source: table ${table.number}, ${table.agency}. Blank: a dash is printed.`));
      const named = state.region && table.rows[state.region];
      said.replaceChildren(...(named ? [element("strong", {}, names[state.region][0]), " ", element("span", { lang: "kk" }, names[state.region][1]),
        `: ${table.years.map((year, place) => `${year} ${named[place][0] === null ? "blank" : text(named[place][0])}`).join(", ")}`]
        : [state.region ? `${names[state.region][0]}: this table has no row for it.` : "Choose a region, on the map or in the table, to see all its years."]));
    };

    box.append(element("div", { class: "kz-choosers" },
      choices("What", Object.keys(tables).map((key) => [key, titles[key]]), state.subject, (value) => { state.subject = value; draw(); }),
      choices("Year", years.map((year) => [year, year]), state.year, (value) => { state.year = value; draw(); })),
    map, said, list);
    draw();
  };

  const build = { flows, regions };
  const open = (box) => {
    const name = box.dataset.explorer;
    const script = element("script", { src: `${box.dataset.base}explore/${name}.js` });
    script.addEventListener("load", () => {
      build[name](box, window.kzExplore[name]);
      const fallback = box.querySelector(".kz-fallback");
      box.classList.add("kz-open");
      box.append(element("details", { class: "kz-fold" }, element("summary", {}, "The same as a static figure"), fallback));
    });
    script.addEventListener("error", () => box.classList.add("kz-failed"));
    document.head.append(script);
  };
  const watch = new IntersectionObserver((seen) => seen.filter((one) => one.isIntersecting).forEach((one) => {
    watch.unobserve(one.target);
    open(one.target);
  }), { rootMargin: "600px" });
  document.querySelectorAll(".kz-explorer").forEach((box) => watch.observe(box));
})();
