"use strict";
// The camera over the map: which part of the sheet it shows, and what moves it.
//
// `view` is that of Vega, drawn in `place`; `sheet` its edges in km. Whoever makes a
// camera hears of the `body` under the pointer, of one clicked, and of each move.
window.explorerCamera = (view, place, sheet, { pointed, clicked, moved }) => {
  const MOST_ZOOM = 240;
  const [west, south, east, north] = sheet;
  const JAPAN = { zoom: 1, east: (west + east) / 2, north: (south + north) / 2 };
  let at = { ...JAPAN };

  const between = (least, value, most) => Math.min(Math.max(value, least), most);
  const pixelsAt = (zoom) => (view.signal("scale") / view.signal("zoom")) * zoom;

  function moveTo(target) {
    const zoom = between(1, target.zoom, MOST_ZOOM);
    const pixels = pixelsAt(zoom);
    const within = (middle, value, length, shown) => {
      const room = Math.max(0, (length - shown / pixels) / 2);
      return between(middle - room, value, middle + room);
    };
    at = {
      zoom,
      east: within(JAPAN.east, target.east, east - west, view.width()),
      north: within(JAPAN.north, target.north, north - south, view.height()),
    };
    for (const [name, value] of Object.entries(at)) view.signal(name, value);
    view.runAsync().then(() => moved(pixels));
  }

  function showAll() {
    moveTo(JAPAN);
  }

  function showBox([left, bottom, right, top]) {
    const pixels = pixelsAt(1);
    const zoom = 0.6 * Math.min(
      view.width() / pixels / Math.max(right - left, 6), // km: some land around it
      view.height() / pixels / Math.max(top - bottom, 6),
    );
    moveTo({ zoom, east: (left + right) / 2, north: (bottom + top) / 2 });
  }

  function zoomBy(factor, x = view.width() / 2, y = view.height() / 2) {
    const zoom = between(1, at.zoom * factor, MOST_ZOOM);
    // What is under the pointer stays there.
    const step = (1 - at.zoom / zoom) / pixelsAt(at.zoom);
    const [right, up] = [x - view.width() / 2, view.height() / 2 - y];
    moveTo({ zoom, east: at.east + right * step, north: at.north + up * step });
  }

  function panBy(right, up) {
    const pixels = pixelsAt(at.zoom);
    moveTo({ ...at, east: at.east + right / pixels, north: at.north + up / pixels });
  }

  function fit() {
    if (!place.clientWidth) return; // on paper there is none
    view.width(place.clientWidth).height(place.clientHeight);
    view.runAsync().then(() => moveTo(at));
  }

  function listenToPointer() {
    let from = null; // where a drag has come to
    let dragged = false;
    place.addEventListener("pointerdown", (event) => {
      const first = event.pointerType !== "touch" && event.button === 0;
      from = first ? event : null; // a finger scrolls the page
      dragged = false;
    });
    window.addEventListener("pointermove", (event) => {
      if (!from) return;
      const right = event.clientX - from.clientX;
      const down = event.clientY - from.clientY;
      if (!dragged && Math.hypot(right, down) < 4) return;
      [dragged, from] = [true, event];
      pointed(null);
      panBy(-right, down);
    });
    window.addEventListener("pointerup", () => { from = null; });
    place.addEventListener("pointerleave", () => pointed(null));
    view.addEventListener("pointermove", (event, item) => {
      if (!from) pointed(item?.datum?.body ?? null, event);
    });
    view.addEventListener("click", (event, item) => {
      if (!dragged && item?.datum?.body !== undefined) clicked(item.datum.body);
    });
  }

  function listenToWheel() {
    place.addEventListener("wheel", (event) => {
      // A page must scroll past a map that nobody has turned to.
      if (!event.ctrlKey && document.activeElement !== place) return;
      event.preventDefault();
      const { left, top } = place.getBoundingClientRect();
      zoomBy(2 ** (-event.deltaY / 240), event.clientX - left, event.clientY - top);
    }, { passive: false });
  }

  function listenToKeys() {
    const closer = () => zoomBy(1.5);
    const step = () => place.clientWidth / 5;
    const acts = {
      "+": closer, "=": closer, ";": closer, // where + needs no shift key
      "-": () => zoomBy(1 / 1.5), "0": showAll,
      ArrowLeft: () => panBy(-step(), 0), ArrowRight: () => panBy(step(), 0),
      ArrowUp: () => panBy(0, step()), ArrowDown: () => panBy(0, -step()),
    };
    place.addEventListener("keydown", (event) => {
      if (!acts[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      acts[event.key]();
    });
  }

  listenToPointer();
  listenToWheel();
  listenToKeys();
  new ResizeObserver(fit).observe(place);
  return { showAll, showBox, zoomBy };
};
