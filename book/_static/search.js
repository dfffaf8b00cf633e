// Above Sphinx's own results: exact numbers, numbers of figures and sections, ids, names in three languages, terms.
// Loaded on the search page alone; the index, places.js, only when there is something to look for.
(() => {
  const query = (new URLSearchParams(location.search).get("q") ?? "").trim();
  // From a disk a page may not read its neighbours, so Sphinx cannot show the text around a hit.
  if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
  if (!query) return;
  const LIMIT = 6;
  const KINDS = { country: "country", region: "region", ethnic_group: "ethnic group" };
  const NUMBERED = new RegExp("^(?:(fig(?:ure)?|сурет|рис(?:унок)?|диаграмма)|(table|tbl|кесте|табл(?:ица)?)|"
    + "(section|бөлім|раздел))?\\.?\\s*№?\\s*(\\d(?:\\.\\d+)+)$");
  const KAZAKH = { ә: "а", ғ: "г", қ: "к", ң: "н", ө: "о", ұ: "у", ү: "у", һ: "х", і: "и" };
  const fold = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "")
    .replace(/[әғқңөұүһі]/g, (letter) => KAZAKH[letter]);
  const words = (text) => text.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const plain = query.toLowerCase();

  const element = (tag, text, ...children) => {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    made.append(...children);
    return made;
  };
  const link = (href, text) => {
    const made = element("a", text);
    made.href = href;
    return made;
  };

  // "32 973", "45,863", "45,2" and "45.863" may each be read in two ways; all that the index knows are shown.
  const readings = () => {
    const bare = plain.replace(/[\s\u00a0\u2009\u202f]/g, "").replace(/^[−–+-]/, "").replace(/%$/, "");
    if (!/^\d[\d.,]*$/.test(bare) || /[.,]$/.test(bare)) return [];
    return [...new Set([bare, bare.replaceAll(",", ""), bare.replace(",", "."), bare.replaceAll(".", "")])]
      .filter((text) => !text.includes(","));
  };

  // Every word of the query begins a word of the name; Kazakh letters may be written as their Russian neighbours.
  const begins = (names, wanted) => {
    const asked = words(wanted);
    return asked.length > 0 && wanted.length > 1 && names.some((name) => {
      const own = words(name);
      return asked.every((word) => own.some((part) => part.startsWith(word)));
    });
  };
  const named = (names) => begins(names.map((name) => name.toLowerCase()), plain)
    || begins(names.map(fold), fold(plain));

  const show = (index) => {
    const { pages, places, kinds, tables } = index;
    const groups = new Map();
    const add = (group, ...items) => groups.set(group, [...(groups.get(group) ?? []), ...items]);
    const item = (href, title, ...notes) => element("li", "", link(href, title), " ", element("span", "", ...notes));
    const languages = (kazakh, russian) => {
      const spans = [element("span", kazakh), element("span", russian)];
      spans.forEach((span, at) => { span.lang = ["kk", "ru"][at]; });
      return [spans[0], " · ", spans[1]];
    };
    const href = ([page, anchor]) => `${pages[page][0]}.html${anchor ? `#${anchor}` : ""}`;
    const known = new Map(places.map((place) => [place[1], place]));
    const GROUPS = {
      printed: "In the profile", section: "Chapters", figure: "Chapters", table: "Chapters",
      term: "Glossary", statement: "Statements of the ledger",
    };
    const place = (at) => {
      const [page, anchor, kind, title] = places[at];
      const where = pages[page][1];
      const note = { section: title === where ? "" : where, figure: `figure, ${where}`, table: `table, ${where}` };
      add(GROUPS[kinds[kind]], item(href(places[at]), title, note[kinds[kind]] ?? ""));
    };
    const unit = (table) => table.unit.replace("percent", "%").replace("million US dollars", "million dollars");
    const english = new Intl.NumberFormat("en", { maximumFractionDigits: 9 });
    const cell = (value) => (value === null ? "blank" : english.format(value));
    const printed = (table, label, text) => {
      const target = known.get(table.anchor);
      const name = table.anchor.replace("-", " ").replaceAll("-", ".");
      const title = `${name[0].toUpperCase()}${name.slice(1)}${label ? `, ${label}` : ""}`;
      if (target) add("Printed cells", item(href(target), title, `${text}; ${table.title}`));
    };

    const numbered = plain.match(NUMBERED);
    if (numbered) {
      const [, figure, table, section, number] = numbered;
      places.forEach(([, anchor, kind], at) => {
        const isFigure = anchor.startsWith("figure-");
        const fits = kinds[kind] === "printed" && anchor.replace(/^\w+-/, "") === number.replaceAll(".", "-");
        if (fits && !section && !(figure && !isFigure) && !(table && isFigure)) place(at);
      });
      index.sections.filter(([own, , count]) => own === number && count && !figure && !table).forEach(([own, title, count]) =>
        add("Statements of the ledger", item(`book/ledger.html?section=${own}`, `Section ${own}${title && `: ${title}`}`,
          `${count} statements`)));
    }

    const asked = readings();
    tables.forEach((table) => table.rows.forEach(([label, values]) => values.forEach((value, at) => {
      if (value !== null && asked.some((text) => !/\..*\./.test(text) && Number(text) === Math.abs(value)
        && (text.length > 1))) printed(table, label, `${cell(value)} ${unit(table)} in ${table.years[at]}`);
    })));
    const inPages = new Set(asked.flatMap((text) => index.numbers[text] ?? []));
    if (!(numbered && (numbered[1] ?? numbered[2] ?? numbered[3]))) {
      inPages.forEach((at) => { if (kinds[places[at][2]] !== "printed") place(at); });
    }

    if (!asked.length && !numbered) {
      index.terms.filter(([, ...names]) => named(names)).forEach(([at, english, kazakh, russian]) =>
        add("Glossary", item(href(places[at]), english, ...languages(kazakh, russian))));
      const found = index.names.filter(([, , forms]) => named(forms));
      found.slice(0, 4).forEach(([kind, code, forms, where, statements]) => {
        const [name, kazakh, russian] = forms;
        const heading = `${name}, ${KINDS[kind]}`;
        const mine = tables.filter((table) => table.kind === kind && table.rows.some(([label]) => label === name));
        if (kind === "country" && mine.some(({ anchor }) => /^table-(1-2-1|1-3-1|2-2-1|2-2-2)$/.test(anchor))) {
          add(heading, item(`book/explore.html?country=${code}`, `${name} in both directions, year by year`,
            ...languages(kazakh, russian)));
        }
        if (kind === "region") add(heading, item(`book/explore.html?region=${code}#regions`, `${name} on the map, year by year`,
          ...languages(kazakh, russian)));
        mine.forEach((table) => {
          const values = table.rows.find(([label]) => label === name)[1];
          const target = known.get(table.anchor);
          if (target) add(heading, item(href(target), table.title,
            `${table.anchor.replace("-", " ").replaceAll("-", ".")}: ${table.years.map((year, at) => `${year} ${cell(values[at])}`).join(", ")}`));
        });
        where.forEach((at) => add(heading, item(href(places[at]), places[at][3], pages[places[at][0]][1])));
        if (statements) add(heading, item(`book/ledger.html?search=${encodeURIComponent(name.replace(/ (region|city)$/, ""))}`,
          `Statements of the ledger that name it`, String(statements)));
      });
      if (plain.length > 3 && /^[a-z0-9-]+$/.test(plain)) {
        const id = places.flatMap(([, anchor, kind], at) => (kinds[kind] === "statement" && anchor.includes(plain) ? [at] : []));
        id.sort((a, b) => (places[a][1] !== plain) - (places[b][1] !== plain)
          || !places[a][1].startsWith(plain) - !places[b][1].startsWith(plain) || a - b);
        if (plain.includes("-") || !found.length) id.forEach((at) =>
          add("Statements of the ledger", item(href(places[at]), places[at][1], places[at][3])));
      }
    }
    render(groups);
  };

  const render = (groups) => {
    const box = document.createElement("section");
    box.className = "kz-found";
    box.setAttribute("aria-labelledby", "kz-found");
    const title = element("h2", "Exact matches");
    title.id = "kz-found";
    const total = [...groups.values()].reduce((sum, items) => sum + items.length, 0);
    const status = element("p", total ? `${total} for “${query}”` : `None for “${query}”. What the text of the pages holds stands below.`);
    status.setAttribute("role", "status");
    box.append(title, status);
    groups.forEach((items, name) => {
      box.append(element("h3", name), element("ul", "", ...items.slice(0, LIMIT)));
      if (items.length > LIMIT) {
        const rest = element("details", "", element("summary", `${items.length - LIMIT} more`), element("ul", "", ...items.slice(LIMIT)));
        box.append(rest);
      }
    });
    document.getElementById("search-results").before(box);
  };

  const script = document.createElement("script");
  script.src = "places.js";
  script.addEventListener("load", () => {
    const start = () => show(window.kzPlaces);
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
    else start();
  });
  document.head.append(script);
})();
