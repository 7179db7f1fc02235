import { type EChartsOption, init, setPlatformAPI } from "echarts";

/** How wide a letter is, in the mean: nothing here can measure text. */
export const LETTER = 6.6;
setPlatformAPI({ measureText: (text) => ({ width: text.length * LETTER }) });

/** Renders a picture as SVG, on a light background, which a dark page does not make unreadable. */
export function render(width: number, height: number, title: string, option: EChartsOption): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  chart.setOption({
    animation: false,
    backgroundColor: "#fff",
    textStyle: { fontFamily: "system-ui, sans-serif", color: "#1f2933" },
    ...option,
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return `${svg.replace(">", `>\n<title>${title.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</title>`)}\n`;
}
