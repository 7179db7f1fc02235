/** Maps values of a range onto pixels. */
export type Scale = (value: number) => number;

export function linear(from: readonly [number, number], onto: readonly [number, number]): Scale {
  const factor = (onto[1] - onto[0]) / (from[1] - from[0] || 1);
  return (value) => onto[0] + (value - from[0]) * factor;
}

/** Round numbers (1, 2 or 5 times a power of ten apart) from 0 to at least `max`. */
export function ticks(max: number, about = 4): number[] {
  const rough = (max > 0 ? max : 1) / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough * 0.999) ?? power;
  const count = Math.ceil((max > 0 ? max : 1) / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}

/** The same for a unit that Grafana writes by powers of 1024. */
export function ticksOf(unit: string, max: number, about: number): number[] {
  if (unit !== "bytes") return ticks(max, about);
  const factor = max >= 1024 ** 2 ? 1024 ** 2 : 1024;
  return ticks(max / factor, about).map((value) => value * factor);
}

/** Whole minutes, `about` of them at most, within the span of seconds. */
export function minuteTicks(seconds: number, about: number): number[] {
  const step = [1, 2, 5, 10, 15, 30, 60].find((minutes) => seconds / 60 / minutes <= about) ?? 120;
  return Array.from({ length: Math.floor(seconds / 60 / step) + 1 }, (_, index) => index * step);
}

const UNITS: Record<string, (value: number) => string> = {
  bytes: (value) => (value >= 1024 ** 2 ? `${short(value / 1024 ** 2)} MiB` : `${short(value / 1024)} KiB`),
  percentunit: (value) => `${short(value * 100)} %`,
  s: (value) => (value !== 0 && Math.abs(value) < 1 ? `${short(value * 1000)} ms` : `${short(value)} s`),
  reqps: (value) => `${short(value)}/s`,
  cps: (value) => `${short(value)}/s`,
};

/** A value as Grafana's unit of that name writes it. */
export function inUnit(value: number, unit: string): string {
  return (UNITS[unit] ?? short)(value);
}

function short(value: number): string {
  if (Math.abs(value) >= 1000) return `${Number((value / 1000).toPrecision(3))}k`;
  return String(Number(value.toPrecision(3)));
}
