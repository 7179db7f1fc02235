type Attributes = Record<string, string | number>;

/** An element with its content as it is. */
export function element(name: string, attributes: Attributes, ...content: string[]): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escape(String(value))}"`);
  const start = `<${name}${written.join("")}`;
  return content.length === 0 ? `${start}/>` : `${start}>${content.join("")}</${name}>`;
}

/** Text that stays text: it can be selected and searched for. */
export function text(x: number, y: number, content: string, more: Attributes = {}): string {
  return element("text", { x: round(x), y: round(y), ...more }, escape(content));
}

export function line(x1: number, y1: number, x2: number, y2: number, more: Attributes): string {
  return element("line", { x1: round(x1), y1: round(y1), x2: round(x2), y2: round(y2), ...more });
}

/** A path through points; null interrupts it. A point with none beside it becomes a dot of the line's own width. */
export function path(points: readonly ([number, number] | null)[], more: Attributes): string {
  let isOpen = false;
  let d = "";
  for (const point of points) {
    if (point) {
      d += `${isOpen ? "L" : "M"}${round(point[0])} ${round(point[1])}`;
      if (!isOpen) d += "h0";
    }
    isOpen = point !== null;
  }
  return d === ""
    ? ""
    : element("path", { d, fill: "none", "stroke-linecap": "round", "stroke-linejoin": "round", ...more });
}

/** A whole picture on a light background, which a dark page does not make unreadable. */
export function picture(width: number, height: number, title: string, content: string[]): string {
  const style = "text{font:12px system-ui,sans-serif;fill:#1f2933}.dim{fill:#52606d}.title{font-weight:600}";
  const root = { xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `0 0 ${width} ${height}`, role: "img" };
  const parts = [
    element("title", {}, escape(title)),
    element("style", {}, style),
    element("rect", { width, height, fill: "#fff" }),
    ...content,
  ];
  return `${element("svg", root, `\n${parts.filter((part) => part !== "").join("\n")}\n`)}\n`;
}

function escape(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
