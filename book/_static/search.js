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

  const languages = (kazakh, russian) => {
    const spans = [element("span", kazakh), element("span", russian)];
    spans.forEach((span, at) => { span.lang = ["kk", "ru"][at]; });
    return [spans[0], " · ", spans[1]];
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

  // Everything below returns hits: [heading, text of the link, where it leads, what stands beside it].
  const GROUPS = {
    printed: "In the profile", section: "Chapters", figure: "Chapters", table: "Chapters",
    term: "Glossary", statement: "Statements of the ledger",
  };
  const english = new Intl.NumberFormat("en", { maximumFractionDigits: 9 });
  const shown = (value) => (value === null ? "blank" : english.format(value));
  const label = (anchor) => anchor.replace("-", " ").replaceAll("-", ".");

  const finder = ({ pages, places, kinds, tables, sections, numbers, terms, names }) => {
    const kind = (at) => kinds[places[at][2]];
    const href = ([page, anchor]) => `${pages[page][0]}.html${anchor ? `#${anchor}` : ""}`;
    const targets = new Map(places.map((place) => [place[1], href(place)]));
    const all = places.map((place, at) => at);
    const hit = (at) => {
      const [page, , , title] = places[at];
      const where = pages[page][1];
      const note = { section: title === where ? "" : where, figure: `figure, ${where}`, table: `table, ${where}` };
      return [GROUPS[kind(at)], title, href(places[at]), note[kind(at)] ?? ""];
    };

    // "1.3.1", "table 1.3.1", "кесте 1.3.1", "section 1.3"
    const byReference = ([, figure, table, section, number]) => {
      const tail = `-${number.replaceAll(".", "-")}`;
      const wanted = [[figure, "figure"], [table, "table"]].filter(([asked]) => asked || !(figure ?? table ?? section));
      const found = wanted.map(([, word]) => word + tail).filter((anchor) => targets.has(anchor));
      const own = sections.filter(([name, , count]) => name === number && count && !figure && !table);
      return [...all.filter((at) => found.includes(places[at][1])).map(hit), ...own.map(([name, title, count]) => [
        GROUPS.statement, `Section ${name}${title && `: ${title}`}`, `book/ledger.html?section=${name}`, `${count} statements`])];
    };

    const byCell = (asked) => {
      const values = new Set(asked.filter((text) => text.length > 1 && !/\..*\./.test(text)).map(Number));
      return tables.filter(({ anchor }) => targets.has(anchor)).flatMap((table) => table.rows.flatMap(([row, cells]) =>
        cells.flatMap((value, at) => (value === null || !values.has(Math.abs(value)) ? [] : [[
          "Printed cells", [label(table.anchor), row].filter(Boolean).join(", ").replace(/^./, (first) => first.toUpperCase()),
          targets.get(table.anchor), `${shown(value)} ${table.unit} in ${table.years[at]}; ${table.title}`]]))));
    };

    const byNumber = (asked) => [...new Set(asked.flatMap((text) => numbers[text] ?? []))]
      .filter((at) => kind(at) !== "printed").map(hit);

    const byTerm = () => terms.filter(([, ...own]) => named(own)).map(([at, name, kazakh, russian]) =>
      [GROUPS.term, name, href(places[at]), ...languages(kazakh, russian)]);

    const byName = () => {
      const isExact = ([, , forms]) => forms.some((form) => form.toLowerCase() === plain);
      const found = names.filter(([, , forms]) => named(forms)).sort((a, b) => isExact(b) - isExact(a));
      return found.slice(0, 4).flatMap(([type, code, [name, kazakh, russian], where, statements]) => {
        const own = tables.filter((table) => table.kind === type && table.rows.some(([row]) => row === name));
        const around = { country: ["country", "in both directions"], region: ["region", "on the map"] }[type];
        const isThere = type === "region" || own.some(({ anchor }) => /^table-(1-2-1|1-3-1|2-2-1|2-2-2)$/.test(anchor));
        const rows = own.filter(({ anchor }) => targets.has(anchor)).map((table) => {
          const values = table.rows.find(([row]) => row === name)[1];
          const series = table.years.map((year, at) => `${year} ${shown(values[at])}`).join(", ");
          return [table.title, targets.get(table.anchor), `${label(table.anchor)}: ${series}`];
        });
        const short = name.replace(/ (region|city)$/, "");
        return [
          ...(around && isThere ? [[`${name}, ${around[1]}, year by year`,
            `book/explore.html?${around[0]}=${code}${type === "region" ? "#regions" : ""}`, ...languages(kazakh, russian)]] : []),
          ...rows,
          ...where.map((at) => [places[at][3], href(places[at]), pages[places[at][0]][1]]),
          ...(statements ? [["Statements of the ledger that name it", `book/ledger.html?search=${encodeURIComponent(short)}`, String(statements)]] : []),
        ].map((one) => [`${name}, ${KINDS[type]}`, ...one]);
      });
    };

    const byId = () => {
      if (plain.length < 4 || !/^[a-z0-9-]+$/.test(plain)) return [];
      const distance = (at) => (places[at][1] === plain ? 0 : places[at][1].startsWith(plain) ? 1 : 2);
      return all.filter((at) => kind(at) === "statement" && places[at][1].includes(plain))
        .sort((a, b) => distance(a) - distance(b) || a - b)
        .map((at) => [GROUPS.statement, places[at][1], href(places[at]), places[at][3]]);
    };

    const byWish = () => (/^(how to )?(cite|citation|quote)\b/.test(plain)
      ? [["The book", "Cite this book", "book/index.html#cite", "each chapter, figure and table says below it how to cite it"]] : []);

    const find = () => {
      const reference = plain.match(NUMBERED);
      if (reference && (reference[1] ?? reference[2] ?? reference[3])) return byReference(reference);
      const asked = readings();
      if (asked.length) return [...(reference ? byReference(reference) : []), ...byCell(asked), ...byNumber(asked)];
      const found = [...byWish(), ...byTerm(), ...byName()];
      return found.length && !plain.includes("-") ? found : [...found, ...byId()];
    };
    return find;
  };

  const show = (index) => {
    const groups = new Map();
    finder(index)().forEach(([heading, title, href, ...notes]) => {
      const made = element("li", "", link(href, title), " ", element("span", "", ...notes));
      groups.set(heading, [...(groups.get(heading) ?? []), made]);
    });
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
