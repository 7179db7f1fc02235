const UNITS: Record<string, (value: number) => string> = {
  bytes: (value) => `${short(value / 1024 ** 2)} MiB`,
  percentunit: (value) => `${short(value * 100)} %`,
  s: (value) => (value !== 0 && Math.abs(value) < 1 ? `${short(value * 1000)} ms` : `${short(value)} s`),
  reqps: (value) => `${short(value)}/s`,
  cps: (value) => `${short(value)}/s`,
};

/** A value in the format of Grafana's unit with that name. */
export function inUnit(value: number, unit: string): string {
  return (UNITS[unit] ?? short)(value);
}

function short(value: number): string {
  if (Math.abs(value) >= 1000) return `${Number((value / 1000).toPrecision(3))}k`;
  return String(Number(value.toPrecision(3)));
}
