import { type EChartsOption, init, setPlatformAPI } from "echarts";

/** The average width of a letter: nothing here can measure text. */
export const LETTER = 6.6;
setPlatformAPI({ measureText: (text) => ({ width: text.length * LETTER }) });

/** Renders a picture as SVG, on a light background, so that it is readable on a dark page. */
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
