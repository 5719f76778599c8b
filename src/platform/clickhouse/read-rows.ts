import type { ClickHouseClient } from "@clickhouse/client";
import { tagged } from "./client";

/** Room for parameters, which the statement's size limit includes. */
const PARAMETERS_LENGTH = 1_000_000;

/** All rows of a statement; placements of a campaign may make it long. */
export async function readRows<Row>(
  queries: ClickHouseClient,
  place: string,
  sql: string,
  params: Record<string, unknown>,
): Promise<readonly Row[]> {
  const query = tagged(place, sql);
  const answer = await queries.query({
    query,
    query_params: params,
    clickhouse_settings: { max_query_size: String(query.length + PARAMETERS_LENGTH) },
    format: "JSONEachRow",
  });
  return answer.json<Row>();
}
