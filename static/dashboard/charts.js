// Draws the charts of a page, each from the JSON that stands in it. Its table says the same, and is all there is without this.
const STYLES = { dashes: [[], [6, 4], [2, 3], [10, 3, 2, 3]], colours: ["--seen", "--control", "--unseen", "--click"] };
const HEIGHT = 240;
const dark = matchMedia("(prefers-color-scheme: dark)");

function begin(figure, data) {
  const place = document.createElement("div");
  place.className = "drawing";
  place.setAttribute("aria-hidden", "true"); // its table is for those who cannot see it
  const readout = document.createElement("p");
  readout.className = "readout aside";
  readout.setAttribute("aria-hidden", "true");
  figure.querySelector("figcaption").after(legend(data), place, readout);
  figure.querySelector(".chart-table").open = false;
  let chart;
  const redraw = () => {
    chart?.destroy();
    chart = draw(place, readout, data);
  };
  redraw();
  dark.addEventListener("change", redraw);
  new ResizeObserver(() => chart.setSize({ width: place.clientWidth, height: HEIGHT })).observe(place);
}

function draw(place, readout, data) {
  const colour = (name) => {
    place.style.color = `var(${name})`; // what it is in this theme, as a canvas can read it
    return getComputedStyle(place).color;
  };
  const axis = { stroke: colour("--soft"), grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false } };
  const numbers = number(data);
  const options = {
    width: place.clientWidth,
    height: HEIGHT,
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1e3), "Etc/UTC"),
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false } },
    scales: { y: { range: (_, low, high) => [Math.min(0, low ?? 0), high * 1.05 || 1] } },
    axes: [
      { ...axis, size: 30, space: 80, values: (_, splits) => splits.map((seconds) => day(data, seconds)) },
      { ...axis, size: 70, values: (_, splits) => splits.map((value) => numbers.format(value)) },
    ],
    series: [
      {},
      ...data.lines.map((line, nth) => ({
        label: line.label,
        stroke: colour(STYLES.colours[nth]),
        width: 2,
        dash: STYLES.dashes[nth],
        points: { show: data.days.length < 32, size: 5 },
      })),
    ],
    hooks: {
      setCursor: [(chart) => (readout.textContent = told(data, chart.cursor.idx))],
      draw: [(chart) => marks(data.notes).forEach((each) => mark(chart, each, colour("--unseen")))],
    },
  };
  return new uPlot(options, [data.days.map(seconds), ...data.lines.map((line) => line.values)], place);
}

// The notes of each day together: where they stand in the list below the chart, and in words as far as there is room.
function marks(notes) {
  const days = [...new Set(notes.map((note) => note.day))].sort();
  return days.map((on, nth) => {
    const own = notes.map((note, place) => ({ ...note, place: place + 1 })).filter((note) => note.day === on);
    return {
      at: seconds(on),
      until: seconds(days[nth + 1] ?? on),
      last: nth === days.length - 1,
      label: labelled(own),
    };
  });
}

const labelled = (notes) => [notes.map((note) => note.place).join(", "), notes.map((note) => note.text).join("; ")];

// A thin dashed line on a day on which something was changed, and its label.
function mark(chart, { at, until, last, label: [places, text] }, colour) {
  const x = Math.round(chart.valToPos(at, "x", true));
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = colour;
  ctx.setLineDash([4, 4]);
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.font = `${12 * devicePixelRatio}px sans-serif`;
  ctx.textBaseline = "top";
  const end = last ? bbox.left + bbox.width : chart.valToPos(until, "x", true);
  const gap = 4 * devicePixelRatio;
  const written = fitted(ctx, places, text, end - x - 2 * gap);
  const atEdge = x + gap + ctx.measureText(written).width > bbox.left + bbox.width;
  ctx.textAlign = atEdge ? "right" : "left";
  ctx.fillText(written, atEdge ? x - gap : x + gap, bbox.top);
  ctx.restore();
}

// As much of a label as is not wider: at least the number of its line in the list.
function fitted(ctx, places, text, width) {
  for (let length = Math.min(text.length, 60); length > 5; length -= 1) {
    const label = `${places} ${text.slice(0, length)}${length < text.length ? "…" : ""}`;
    if (ctx.measureText(label).width <= width) return label;
  }
  return places;
}

function legend(data) {
  const list = document.createElement("ul");
  list.className = "legend";
  list.setAttribute("aria-hidden", "true");
  data.lines.forEach((line, nth) => {
    const item = document.createElement("li");
    item.className = `line-${nth}`;
    item.textContent = line.label;
    list.append(item);
  });
  return list;
}

const seconds = (date) => Date.parse(`${date}T00:00:00Z`) / 1e3;

const day = (data, at) =>
  new Intl.DateTimeFormat(data.locale, { day: "numeric", month: "short", timeZone: "UTC" }).format(at * 1e3);

function number(data) {
  const share = data.lines.every((line) => line.unit === "share");
  return new Intl.NumberFormat(data.locale, {
    style: share ? "percent" : "decimal",
    maximumFractionDigits: share ? 1 : 2,
  });
}

// What the pointer is at, in words.
function told(data, index) {
  if (index === null || index === undefined) return "\u00a0";
  const numbers = number(data);
  const values = data.lines.map((line) => {
    const value = line.values[index];
    return `${line.label} ${value === null ? "–" : numbers.format(value)}`;
  });
  const notes = data.notes.filter((note) => note.day === data.days[index]).map((note) => note.text);
  return [day(data, seconds(data.days[index])), ...values, ...notes].join(" · ");
}

for (const figure of document.querySelectorAll("[data-chart]")) {
  const data = JSON.parse(figure.querySelector("script[type='application/json']").textContent);
  if (data.days.length > 1) begin(figure, data);
}
