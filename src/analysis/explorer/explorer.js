"use strict";
// The linked view. One state; Vega draws it as map and bars, this script as table.
(() => {
  const element = (name) => document.getElementById(`explorer-${name}`);
  const read = (name) => JSON.parse(element(name).textContent);
  const ground = read("ground");
  const list = read("list");
  const drawings = read("drawings");
  const words = read("words");

  const COLUMNS = Object.keys(list.groups); // entity_type and region
  const FACTS = ["number", "published_name", "entity_type", "prefecture", "lg_code",
    "method", "confidence", "note"];
  const SHORT = / (Prefecture|Metropolis|City|Town|Village|Ward)$/;

  const rows = list.rows.map(asRow);
  const bodies = bodiesByNumber();
  const lines = new Map(); // of the table, by row
  const state = { entity_type: null, region: null, query: "", chosen: null };
  const order = { key: null, sign: 1 };
  let lang = "en";
  let views = null;
  let camera = null;

  // What is read

  function asRow(values, row) {
    const texts = Object.fromEntries(list.columns.map((name, n) => [name, values[n]]));
    const groups = COLUMNS.map((column) => groupOf(column, texts[column]));
    const said = [...values, ...groups.flatMap((group) => [group.en, group.ja])];
    const text = said.filter((value) => typeof value === "string").join(" ");
    return { ...texts, row, text: folded(text) };
  }

  function groupOf(column, key) {
    return list.groups[column].find((group) => group.key === key);
  }

  function folded(text) {
    return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  }

  function path(steps) {
    let [x, y] = [0, 0];
    const points = [];
    for (let n = 0; n < steps.length; n += 2) {
      x += steps[n];
      y += steps[n + 1];
      points.push([x * ground.unit, y * ground.unit]);
    }
    return points;
  }

  function feature(type, coordinates, more) {
    const geometry = coordinates ? { type, coordinates } : null;
    return { type: "Feature", geometry, ...more };
  }

  function polygon(parts, more) {
    return feature("MultiPolygon", parts?.map((rings) => rings.map(path)), more);
  }

  function bodiesByNumber() {
    const placed = new Map();
    for (const { body, entity_type, own, point } of rows) {
      if (!point || placed.has(body)) continue;
      const [x, y] = point;
      const { colour } = groupOf("entity_type", entity_type);
      const opacity = own ? (entity_type === "prefecture" ? 0.35 : 0.6) : 0.25;
      const looks = { body, entity_type, colour, opacity, x, y };
      placed.set(body, polygon(list.shapes[body], looks));
    }
    return placed;
  }

  // What is said

  function say(key, values = {}) {
    return words[lang].texts[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  function count(number) {
    return number.toLocaleString("en");
  }

  function official(row) {
    return (lang === "en" && row.name_en) || row.name_ja || "";
  }

  function otherNames(row) {
    const names = lang === "en" ? [row.name_ja, row.name_kana] : [row.name_kana];
    return names.filter((name) => name && name !== official(row)).join(" ");
  }

  function foundBy(row) {
    const key = row.status === "resolved" ? row.method : row.status;
    return words[lang].methods[key] ?? key ?? "";
  }

  function text(row, key) {
    if (key === "official") return official(row);
    if (key === "prefecture") return row[`prefecture_${lang}`] ?? "";
    if (key === "entity_type") return groupOf(key, row[key])[lang];
    if (key === "method") return foundBy(row);
    return String(row[key] ?? "");
  }

  function made(tag, content, attributes = {}) {
    const element = document.createElement(tag);
    element.textContent = content;
    for (const [name, value] of Object.entries(attributes)) {
      element.setAttribute(name, value);
    }
    return element;
  }

  // What is shown

  function filter() {
    const terms = folded(state.query).split(/\s+/);
    const found = new Set(rows.filter(({ text }) => {
      return terms.every((term) => text.includes(term));
    }));
    return (row, but) => found.has(row) && COLUMNS.every((column) => {
      return column === but || !state[column] || row[column] === state[column];
    });
  }

  function draw() {
    if (!views) return;
    const passes = filter();
    if (state.chosen && !passes(state.chosen)) state.chosen = null;
    const shown = rows.filter((row) => passes(row));
    drawMap(shown);
    for (const column of COLUMNS) drawBars(column, passes);
    fillTable(new Set(shown));
    drawStatus(shown.length);
    element("card").replaceChildren(...(state.chosen ? facts(state.chosen) : []));
    element("card").hidden = !state.chosen;
  }

  function drawMap(shown) {
    const placed = shown.map((row) => row.body).filter((body) => bodies.has(body));
    const numbers = new Set(placed);
    const features = [...numbers].map((body) => {
      const label = official(rows[body]).replace(lang === "en" ? SHORT : "", "");
      return { ...bodies.get(body), label };
    });
    const wide = (feature) => Number(feature.entity_type === "prefecture");
    features.sort((a, b) => wide(b) - wide(a)); // what is in one lies above it
    const islands = ground.frames.map(({ at: [x, y], ...names }) => {
      return { label: names[lang], x, y };
    });
    views.map.data("islands", islands);
    views.map.data("bodies", features).signal("marked", state.chosen?.body ?? -1);
    views.map.runAsync();
    const label = say("map", { bodies: count(numbers.size) });
    element("map").setAttribute("aria-label", label);
    element("notes").textContent = list.notes[lang].join(lang === "en" ? " " : "");
  }

  function drawBars(column, passes) {
    const groups = list.groups[column].map((group, rank) => {
      const inGroup = rows.filter((row) => row[column] === group.key);
      const shown = inGroup.filter((row) => passes(row, column)).length;
      const all = shown === group.total;
      const gaps = { name: group[lang], shown: count(shown), total: count(group.total) };
      return {
        rank,
        shown,
        total: group.total,
        colour: group.colour,
        opacity: !state[column] || state[column] === group.key ? 1 : 0.3,
        label: all ? gaps.total : say("of_total", gaps),
        said: say(all ? "bar" : "bar_of_total", gaps),
      };
    });
    views[column].data("groups", groups).runAsync();
    const said = groups.filter((group) => group.total).map((group) => group.said);
    element(column).setAttribute("aria-label", said.join(say("listed")));
    for (const button of document.querySelectorAll(`[data-column="${column}"]`)) {
      const { key, total } = list.groups[column][button.dataset.rank];
      button.setAttribute("aria-pressed", String(state[column] === key));
      button.disabled = total === 0;
    }
  }

  function drawStatus(shown) {
    const filters = COLUMNS.filter((column) => state[column])
      .map((column) => groupOf(column, state[column])[lang]);
    if (state.query) filters.push(say("quoted", { query: state.query }));
    const what = filters.join(say("listed"));
    const key = what ? "some" : rows.length ? "all" : "no_rows";
    const status = say(key, { shown: count(shown), total: count(rows.length), what });
    if (element("status").textContent !== status) element("status").textContent = status;
    element("everything").hidden = !what && !state.chosen;
    element("none").hidden = shown > 0;
  }

  function drawScale(pixels) {
    const room = 110 / pixels; // km
    const power = 10 ** Math.floor(Math.log10(room));
    const km = power * [5, 2, 1].find((step) => step * power <= room);
    element("scale").style.width = `${km * pixels}px`;
    element("scale").textContent = km < 1 ? `${km * 1000} m` : `${km} km`;
  }

  function facts(row) {
    const title = made("h4", official(row) || row.published_name || "");
    title.append(" ", made("small", otherNames(row), { lang: "ja" }));
    const told = made("dl", "");
    for (const key of FACTS.filter((key) => text(row, key))) {
      const language = key === "note" ? { lang: "en" } : {};
      told.append(made("dt", words[lang].headings[key]));
      told.append(made("dd", text(row, key), language));
    }
    if (!row.point) told.append(made("dd", say("off_map"), { class: "off" }));
    return [title, told];
  }

  function pointAt(body, event) {
    const tip = element("tip");
    const passes = filter();
    tip.hidden = body === null;
    if (views.map.signal("pointed") !== (body ?? -1)) {
      views.map.signal("pointed", body ?? -1).runAsync();
      const listed = rows.filter((row) => row.body === body && passes(row));
      tip.replaceChildren(...listed.flatMap(facts));
    }
    if (tip.hidden) return;
    const right = window.innerWidth - tip.offsetWidth - 8;
    const below = event.clientY + 14;
    const fits = below + tip.offsetHeight + 8 < window.innerHeight;
    const top = fits ? below : event.clientY - tip.offsetHeight - 14;
    tip.style.left = `${Math.max(8, Math.min(event.clientX + 14, right))}px`;
    tip.style.top = `${Math.max(8, top)}px`;
  }

  // The table

  function makeLines() {
    // Of many, only those in sight are laid out, for which rows are grids; with a grid
    // a browser forgets what they are, so roles say it.
    element("rows").classList.toggle("many", rows.length > 200);
    for (const row of rows) {
      const line = made("tr", "", { role: "row", "data-row": row.row });
      for (const key of Object.keys(words[lang].headings)) line.append(cell(row, key));
      lines.set(row, line);
    }
  }

  function cell(row, key) {
    if (key === "published_name") {
      const name = made("th", "", { scope: "row", role: "rowheader" });
      name.append(made("button", text(row, key), { type: "button" }));
      return name;
    }
    const open = key === "method" && row.status !== "resolved";
    const look = { class: open ? "method open" : key, role: "cell" };
    const filled = made("td", text(row, key), look);
    if (key === "official") filled.append(made("small", otherNames(row), { lang: "ja" }));
    if (key === "note") filled.lang = "en";
    return filled;
  }

  function fillTable(shown) {
    for (const [row, line] of lines) {
      line.hidden = !shown.has(row);
      line.classList.toggle("chosen", row === state.chosen);
      const button = line.querySelector("button");
      if (row === state.chosen) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
  }

  function rank(row) {
    if (order.key === "prefecture") return row.prefecture_code ?? "";
    if (order.key === "official" && lang === "ja") return row.name_kana ?? "";
    if (order.key !== "entity_type") return text(row, order.key);
    return String(list.groups.entity_type.indexOf(groupOf(order.key, row[order.key])));
  }

  function orderTable() {
    const { compare } = new Intl.Collator(lang, { numeric: true });
    const ranked = rows.map((row) => [order.key ? rank(row) : "", row]);
    ranked.sort(([a, one], [b, other]) => {
      if (!a !== !b) return a ? -1 : 1; // what is missing comes last, either way
      return order.sign * compare(a, b) || one.row - other.row;
    });
    element("rows").replaceChildren(...ranked.map(([, row]) => lines.get(row)));
    for (const button of document.querySelectorAll("#explorer [data-sort]")) {
      const way = order.sign > 0 ? "ascending" : "descending";
      const sort = button.dataset.sort === order.key ? way : "none";
      button.parentElement.setAttribute("aria-sort", sort);
    }
  }

  function reveal(row) {
    const box = document.querySelector("#explorer .explorer-table");
    const { offsetTop, offsetHeight } = lines.get(row);
    const top = offsetTop - box.querySelector("thead").offsetHeight;
    const bottom = offsetTop + offsetHeight - box.clientHeight;
    if (top < box.scrollTop || bottom > box.scrollTop) box.scrollTop = top - 40;
  }

  // What changes it

  function toggle(column, rank) {
    const { key, total } = list.groups[column][rank] ?? {};
    if (!total) return;
    state[column] = state[column] === key ? null : key;
    draw();
  }

  function choose(row) {
    state.chosen = state.chosen === row ? null : row;
    if (!state.chosen) camera.showAll();
    else if (row.box) camera.showBox(row.box);
    draw();
    if (state.chosen) reveal(row);
  }

  function release() {
    Object.assign(state, { entity_type: null, region: null, query: "", chosen: null });
    element("search").value = "";
    camera?.showAll();
    draw();
  }

  function sortBy(key) {
    Object.assign(order, { key, sign: order.key === key ? -order.sign : 1 });
    orderTable();
  }

  function speak(language) {
    lang = language;
    makeLines();
    orderTable();
    draw();
  }

  function click({ target }) {
    const { column, rank, sort, zoom } = target.closest("button")?.dataset ?? {};
    const line = target.closest("tr[data-row]");
    if (column) toggle(column, rank);
    else if (sort) sortBy(sort);
    else if (zoom === "all") camera.showAll();
    else if (zoom) camera.zoomBy(zoom === "in" ? 2 : 1 / 2);
    else if (line) choose(rows[line.dataset.row]);
  }

  // How it begins

  function completed(drawing) {
    const still = ["land_marks", "borders_marks", "frames_marks", "islands_marks"];
    for (const mark of drawing.marks) {
      if (still.includes(mark.name)) mark.interactive = false;
      if (mark.name === "markers_marks") drawing.marks.push(drawings.names);
    }
    return drawing;
  }

  async function embed(name) {
    // As a tree that is interpreted: a page with our policy may not make code of text.
    const options = { actions: false, ast: true, defaultStyle: false };
    Object.assign(options, { renderer: "canvas", patch: completed });
    const { view } = await vegaEmbed(element(name), drawings[name], options);
    // Vega calls it a "visualization", in English whatever the page speaks.
    element(name).setAttribute("role", "img");
    element(name).removeAttribute("aria-roledescription");
    return view;
  }

  function startMap(map) {
    const boxes = ground.frames.map(({ box: [west, south, east, north] }) => {
      return [[west, south], [east, south], [east, north], [west, north], [west, south]];
    });
    map.data("land", ground.land.map((parts) => polygon(parts)));
    map.data("borders", [feature("MultiLineString", ground.borders.map(path))]);
    map.data("frames", [feature("MultiLineString", boxes)]);
    map.signal("size", bodies.size <= 40 ? 100 : bodies.size <= 300 ? 50 : 16);
    element("map").vega = map; // for whoever looks into it
    camera = window.explorerCamera(map, element("map"), ground.sheet, {
      pointed: pointAt,
      clicked: (body) => choose(rows.find((row) => row.body === body && filter()(row))),
      moved: drawScale,
    });
  }

  function startBars(column) {
    const [bars, place] = [views[column], element(column)];
    bars.addEventListener("click", (event, item) => toggle(column, item?.datum?.rank));
    new ResizeObserver(() => bars.width(place.clientWidth).runAsync()).observe(place);
  }

  async function start() {
    const names = ["map", ...COLUMNS];
    const drawn = await Promise.all(names.map(embed));
    views = Object.fromEntries(names.map((name, n) => [name, drawn[n]]));
    startMap(views.map);
    COLUMNS.forEach(startBars);
    draw();
    document.getElementById("explorer").dataset.ready = "";
  }

  document.addEventListener("analysis:language", (event) => speak(event.detail));
  document.addEventListener("analysis:language", start, { once: true });
  document.addEventListener("keydown", ({ key, isComposing }) => {
    if (key === "Escape" && !isComposing) release(); // else it ends a kana conversion
  });
  document.getElementById("explorer").addEventListener("click", click);
  element("everything").addEventListener("click", release);
  element("search").addEventListener("input", ({ target }) => {
    state.query = target.value.trim();
    draw();
  });
})();
