import { SOURCES } from "../webhook.ts";

/** In the accepting statement: whether a known meaning is so old that it counts as new. */
const IS_OVER = "known.expires_at <= $5::bigint";

/** Whether a source reports it as its next one. */
const IS_NEXT = "excluded.webhook_id IN (SELECT webhook_id FROM step WHERE is_next)";

/** Its count for each source; the reporting one has 1 in the new row, the others 0. */
export const COUNTED = SOURCES.map(
  (source) => `${source} = CASE WHEN ${IS_OVER} THEN excluded.${source} WHEN excluded.${source} = 0 THEN known.${source}
        ELSE greatest(known.${source} + (${IS_NEXT})::integer, 1) END`,
).join(",\n      ");

/**
 * Whether it notifies: the source that reports its next one had already reported as many as any other. A meaning
 * without counts has notified once.
 */
export const IS_NEWS = `(${IS_OVER} OR ${IS_NEXT} AND ${SOURCES.map((source) => `known.${source} * excluded.${source}`).join(" + ")}
        >= greatest(${SOURCES.map((source) => `known.${source}`).join(", ")}, 1))`;
