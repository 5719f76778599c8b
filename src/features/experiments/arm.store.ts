import type { ClickHouseClient } from "@clickhouse/client";
import { inTime, tagged } from "../../platform/clickhouse/client";
import { MAX_LIST_QUERY_BYTES } from "../../platform/clickhouse/number-list";
import { type ArmAnswer, type ArmFigures, type ArmQuestion, isOfOrders, type MetricFigures } from "./arm-question";
import { armParams, capsSql, ordersSql, peopleSql, touchesSql } from "./arm-sql";

type PeopleRow = [audience: number, arm: number, people: string, mixed: string, counted: readonly string[]];
type SumsRow = [audience: number, arm: number, exposed: string, other: string, sums: readonly (readonly number[])[]];

const NOTHING: MetricFigures = {
  ...{ sum: 0, sumOfSquares: 0, before: 0, beforeSquares: 0, products: 0, active: 0, unvaluedOrders: 0 },
};

/** Reads the figures of an experiment's arms: people and sums, never single persons. */
export class ArmStore {
  constructor(private readonly queries: ClickHouseClient) {}

  async read(question: ArmQuestion): Promise<ArmAnswer> {
    const caps = await this.findCaps(question);
    const hasOrders = question.metrics.some(isOfOrders);
    const [people, touches, orders] = await Promise.all([
      this.rows<PeopleRow>("experiments.findPeople", peopleSql(question), question),
      this.rows<SumsRow>("experiments.sumTouches", touchesSql(question, caps), question),
      hasOrders ? this.rows<SumsRow>("experiments.sumOrders", ordersSql(question), question) : [],
    ]);
    return {
      arms: armsOf(question, people, [touches, orders]),
      mixedPeople: people.reduce((sum, [, , , mixed]) => sum + Number(mixed), 0),
      caps,
    };
  }

  private async findCaps(question: ArmQuestion): Promise<readonly (number | null)[]> {
    const dwell = question.metrics.filter(({ kind }) => kind === "DWELL");
    if (dwell.length === 0) return question.metrics.map(() => null);
    const [row] = await this.rows<[(number | null)[]]>("experiments.findCaps", capsSql(question, dwell), question);
    return question.metrics.map((metric) =>
      metric.kind === "DWELL" ? (row![0][dwell.indexOf(metric)] ?? null) : null,
    );
  }

  private rows<Row>(place: string, sql: string, question: ArmQuestion): Promise<Row[]> {
    const asked = this.queries.query({
      query: tagged(place, sql),
      query_params: armParams(question),
      clickhouse_settings: { max_query_size: MAX_LIST_QUERY_BYTES, output_format_json_quote_denormals: 1 },
      format: "JSONCompactEachRow",
    });
    return inTime(asked.then((answer) => answer.json<Row>()));
  }
}

/** Every arm, also those of nobody, in the order of audiences and variants. */
function armsOf(
  { draw, codes, metrics }: ArmQuestion,
  people: readonly PeopleRow[],
  [touches, orders]: readonly [readonly SumsRow[], readonly SumsRow[]],
): readonly ArmFigures[] {
  const audiences = Math.max(1, draw.audiences.length);
  return Array.from({ length: audiences * codes.length }, (_, index) => {
    const [audience, variant] = [Math.floor(index / codes.length), index % codes.length];
    const of = <Row extends readonly [number, number, ...unknown[]]>(rows: readonly Row[]): Row | undefined =>
      rows.find(([a, b]) => a === audience + 1 && b === variant + 1);
    const [own, touched, ordered] = [of(people), of(touches), of(orders)];
    const count = Number(own?.[2] ?? 0);
    const sums: [(readonly number[])[], (readonly number[])[]] = [[...(touched?.[4] ?? [])], [...(ordered?.[4] ?? [])]];
    return {
      audience,
      variant,
      people: count,
      exposed: Number(touched?.[2] ?? 0),
      exposedToOther: Number(touched?.[3] ?? 0),
      counted: metrics.map((_, place) => (draw.kind === "HASHED" ? count : Number(own?.[4][place] ?? 0))),
      metrics: metrics.map((metric) => figuresOf(sums[isOfOrders(metric) ? 1 : 0].shift())),
    };
  });
}

function figuresOf(sums: readonly number[] | undefined): MetricFigures {
  if (!sums) return NOTHING;
  const [sum, sumOfSquares, before, beforeSquares, products, active, unvaluedOrders] = sums as [
    ...[number, number, number, number, number, number, number],
  ];
  return { sum, sumOfSquares, before, beforeSquares, products, active, unvaluedOrders };
}
