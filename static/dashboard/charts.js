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
    scales: { y: { range: (_, low, high) => [Math.min(0, low ?? 0), high || 1] } },
    axes: [
      { ...axis, size: 30, values: (_, splits) => splits.map((seconds) => day(data, seconds)) },
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
      draw: [(chart) => data.notes.forEach((note) => mark(chart, seconds(note.day), colour("--unseen")))],
    },
  };
  return new uPlot(options, [data.days.map(seconds), ...data.lines.map((line) => line.values)], place);
}

// A dashed line on a day on which something was changed.
function mark(chart, at, colour) {
  const x = Math.round(chart.valToPos(at, "x", true));
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.setLineDash([4, 4]);
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
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
