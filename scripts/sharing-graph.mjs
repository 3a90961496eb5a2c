// Draws rows of simulate-sharing.mjs: the server's share over the number of viewers, a line for each bit rate.

const width = 720, height = 400, left = 64, right = 120, top = 52, bottom = 56;
const looks = [{ dash: "", mark: "circle" }, { dash: ' stroke-dasharray="7 5"', mark: "square" }];

/** SVG of its own, with a ground of its own, so that it is read on light and on dark pages. */
export function graph(rows) {
  const rates = [...new Set(rows.map(({ kilobits }) => kilobits))].sort((a, b) => a - b);
  const counts = [...new Set(rows.map(({ viewers }) => viewers))].sort((a, b) => a - b);
  const [first, last] = [counts[0], counts.at(-1)], most = Math.max(0.1, ...rows.map(({ share }) => Math.ceil(share * 10) / 10));
  const scale = last > first ? (width - left - right) / Math.log(last / first) : 0;
  const x = (viewers) => round(left + Math.log(viewers / first) * scale);
  const y = (share) => round(height - bottom - share / most * (height - top - bottom));
  const step = most > 0.5 ? 0.2 : 0.1, lines = [], told = [];
  for (let share = 0; share < most + 0.01; share += step) {
    lines.push(`<path class="grid" d="M${left} ${y(share)}H${width - right}"/>`,
      `<text x="${left - 10}" y="${y(share) + 5}" text-anchor="end">${Math.round(share * 100)} %</text>`);
  }
  for (const viewers of counts) {
    lines.push(`<path class="grid" d="M${x(viewers)} ${height - bottom}v6"/>`,
      `<text x="${x(viewers)}" y="${height - bottom + 22}" text-anchor="middle">${viewers.toLocaleString("en")}</text>`);
  }
  rates.forEach((kilobits, at) => {
    const { dash, mark } = looks[at % looks.length];
    const of = rows.filter((row) => row.kilobits === kilobits).sort((a, b) => a.viewers - b.viewers);
    const points = of.map(({ viewers, share }) => [x(viewers), y(share)]), [endX, endY] = points.at(-1);
    lines.push(`<path class="line${at % 2}" d="M${points.map((point) => point.join(" ")).join("L")}"${dash}/>`);
    for (const [px, py] of points) {
      lines.push(mark === "circle" ? `<circle class="mark${at % 2}" cx="${px}" cy="${py}" r="5"/>`
        : `<rect class="mark${at % 2}" x="${px - 5}" y="${py - 5}" width="10" height="10"/>`);
    }
    lines.push(`<text x="${endX + 12}" y="${endY + (at % 2 ? -2 : 10)}">${kilobits} kbit/s</text>`);
    told.push(`${kilobits} kbit/s: ${of.map(({ viewers, share }) => `${viewers} viewers ${(share * 100).toFixed(1)} %`).join(", ")}.`);
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title desc">
<title id="title">What the server sends when viewers share</title>
<desc id="desc">In percent of what it sends without sharing. ${told.join(" ")}</desc>
<style>
.ground { fill: #fff } text { fill: #222; font: 14px sans-serif } .head { font-weight: bold; font-size: 16px }
.grid { stroke: #bbb; fill: none }
.line0, .line1 { fill: none; stroke-width: 3 } .line0 { stroke: #0a5cad } .mark0 { fill: #0a5cad }
.line1 { stroke: #a84300 } .mark1 { fill: #a84300 }
@media (prefers-color-scheme: dark) {
.ground { fill: #16181c } text { fill: #e6e6e6 } .grid { stroke: #555 }
.line0 { stroke: #6cb4ff } .mark0 { fill: #6cb4ff } .line1 { stroke: #ffa25c } .mark1 { fill: #ffa25c }
}
</style>
<rect class="ground" width="${width}" height="${height}"/>
<text class="head" x="${left}" y="28">The server’s share of all bytes, simulated</text>
${lines.join("\n")}
<text x="${round((left + width - right) / 2)}" y="${height - 12}" text-anchor="middle">viewers, each watches up to ten minutes</text>
</svg>
`;
}

const round = (number) => Math.round(number * 10) / 10;
