/** Reads one request header by its lower-case name. */
export type HeaderReader = (name: string) => string | undefined;
