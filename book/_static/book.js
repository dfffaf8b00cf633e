// Theme, side panels, the search box, copied code and the tips of numbers. Without this script every page reads and every link leads.
document.addEventListener("DOMContentLoaded", () => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const all = (selector) => [...document.querySelectorAll(selector)];

  const names = { auto: "as the system", light: "light", dark: "dark" };
  const buttons = all(".theme-switch-button");
  const paint = (mode) => {
    root.dataset.mode = mode;
    root.dataset.theme = mode === "auto" ? (dark.matches ? "dark" : "light") : mode;
    buttons.forEach((button) => button.setAttribute("aria-label", `Colours: ${names[mode]}`));
  };
  buttons.forEach((button) => button.addEventListener("click", () => {
    const order = dark.matches ? ["auto", "light", "dark"] : ["auto", "dark", "light"];
    const mode = order[(order.indexOf(root.dataset.mode) + 1) % 3];
    try { localStorage.setItem("mode", mode); } catch { /* a private window forgets */ }
    paint(mode);
  }));
  dark.addEventListener("change", () => paint(root.dataset.mode));
  paint(root.dataset.mode in names ? root.dataset.mode : "auto");

  // On a narrow screen the contents open in a dialog; on a wide one those of the book fold away.
  const panel = (toggle, side, dialog, folds) => {
    if (!toggle || !side || !dialog) return;
    const move = (from, to) => {
      to.className = from.className;
      from.className = "";
      to.append(...from.childNodes);
    };
    toggle.addEventListener("click", () => {
      if (folds.matches) return side.classList.toggle("pst-sidebar-hidden");
      move(side, dialog);
      dialog.showModal();
    });
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog || event.target.closest("a")) dialog.close();
    });
    dialog.addEventListener("close", () => move(dialog, side));
  };
  const find = (selector) => document.querySelector(selector);
  panel(find(".primary-toggle"), find("#pst-primary-sidebar"), find("#pst-primary-sidebar-modal"), matchMedia("(min-width: 992px)"));
  panel(find(".secondary-toggle"), find("#pst-secondary-sidebar"), find("#pst-secondary-sidebar-modal"), matchMedia("(min-width: 1200px)"));
  const here = find("#pst-primary-sidebar a.current");
  if (here && here.offsetTop > innerHeight / 2) find("#pst-primary-sidebar").scrollTop = here.offsetTop - innerHeight / 4;

  const search = find("#pst-search-dialog");
  const open = () => (search.open ? search.close() : search.showModal());
  if (search) {
    all(".search-button__button").forEach((button) => button.addEventListener("click", open));
    search.addEventListener("click", (event) => { if (event.target === search) search.close(); });
    addEventListener("keydown", (event) => {
      if (event.key.toLowerCase() !== "k" || event.shiftKey || event.altKey || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      open();
    });
  }

  // The contents of the page say where the reader is.
  const entries = new Map(all("#pst-page-toc-nav a[href^='#']").map((link) => [document.getElementById(decodeURIComponent(link.hash.slice(1))), link]));
  const watch = new IntersectionObserver((seen) => {
    const last = seen.filter((entry) => entry.isIntersecting).pop();
    if (!last) return;
    entries.forEach((link, section) => {
      const is = section === last.target;
      link.classList.toggle("active", is);
      is ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
    });
  }, { rootMargin: "0px 0px -70% 0px" });
  entries.forEach((_, section) => section && watch.observe(section));

  // They make room for a note in the margin.
  const notes = all(".kz-margin");
  const contents = find("#pst-page-toc-nav");
  if (contents && notes.length) {
    const clear = () => {
      const own = contents.getBoundingClientRect();
      const covers = (box) => box.left >= own.left - 32 && box.top < own.bottom && box.bottom > own.top;
      find("#pst-secondary-sidebar").classList.toggle("kz-behind", notes.some((note) => covers(note.getBoundingClientRect())));
    };
    addEventListener("scroll", () => requestAnimationFrame(clear), { passive: true });
    addEventListener("resize", clear);
    clear();
  }

  if (navigator.clipboard) {
    all("div.highlight").forEach((code) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "kz-copy";
      button.textContent = "Copy";
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(code.querySelector("pre").textContent);
        button.textContent = "Copied";
        setTimeout(() => { button.textContent = "Copy"; }, 2000);
      });
      code.append(button);
    });
  }

  // A tip stays inside the window, and Escape puts it away.
  const place = ({ target }) => {
    const tip = target.closest?.(".kz-num")?.querySelector(".kz-tip");
    if (!tip) return;
    tip.hidden = false;
    tip.style.marginLeft = "";
    const over = tip.getBoundingClientRect().right - (root.clientWidth - 8);
    if (over > 0) tip.style.marginLeft = `${-over}px`;
  };
  addEventListener("mouseover", place);
  addEventListener("focusin", place);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") all(".kz-num:hover > .kz-tip, .kz-num:focus > .kz-tip").forEach((tip) => { tip.hidden = true; });
  });
  // The italics come when the page stands, so that the next page, which may have some, need not wait for them.
  if (location.protocol !== "file:") addEventListener("load", () => document.fonts.load('italic 1em "Kz Serif"'));
});
