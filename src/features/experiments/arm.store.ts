import type { ClickHouseClient } from "@clickhouse/client";
import { inTime } from "../../platform/clickhouse/client";
import { type Block, type ColumnType, readNativeBlocks } from "../../platform/clickhouse/native-blocks";
import { MAX_LIST_QUERY_BYTES } from "../../platform/clickhouse/number-list";
import { type ArmPeople, type ArmSlice, slicesOf } from "./arm-people";
import { type ArmAnswer, type ArmFigures, type ArmQuestion, isOfOrders } from "./arm-question";
import { type ArmDays, armParams, ordersSql, peopleSql, staysSql, touchesSql } from "./arm-sql";
import { type ArmSums, ArmValues, agesOf, bytesOf, noSums, sumsOf } from "./arm-values";
import { DwellCaps } from "./dwell-caps";
import { ORDERS, readOrders, readTouches, TOUCHES } from "./read-touches";

const PEOPLE = { ordinal: "UInt32", arm: "UInt8", start: "Float64", mixed: "UInt8" } as const;

/** What the values of people may take at a time; who is beyond is read after them. */
const SLICE_BYTES = 128 * 1024 * 1024;

/** Reads the figures of an experiment's arms. ClickHouse tells rows, and this process adds them up by person, which takes it less than grouping takes there. */
export class ArmStore {
  constructor(
    private readonly queries: ClickHouseClient,
    private readonly sliceBytes = SLICE_BYTES,
  ) {}

  async read(question: ArmQuestion): Promise<ArmAnswer> {
    const { people, mixedPeople } = await this.findPeople(question);
    const days = daysOf(question, people);
    const slices = () => slicesOf(people, Math.max(1, Math.floor(this.sliceBytes / bytesOf(question))));
    const caps = await this.findCaps(question, days, slices());
    const arms = Math.max(1, question.draw.audiences.length) * question.codes.length;
    const sums = noSums(arms, question.metrics.length);
    for (const slice of slices()) await this.addSlice(question, days, slice, caps, sums);
    const counts = new Float64Array(arms);
    for (const arm of people.arms) counts[arm - 1]!++;
    return {
      arms: Array.from(counts, (count, arm) => figuresOf(question, sums, arm, count)),
      ...{ mixedPeople, caps },
    };
  }

  private async findPeople(question: ArmQuestion): Promise<{ people: ArmPeople; mixedPeople: number }> {
    const { draw } = question;
    const days =
      draw.kind === "HASHED"
        ? { from: draw.startsAt.getTime(), to: draw.startsAt.getTime() }
        : { from: draw.from.getTime(), to: draw.to.getTime() };
    const blocks: Block<typeof PEOPLE>[] = [];
    let [count, mixedPeople] = [0, 0];
    await this.each("experiments.findPeople", peopleSql(question), PEOPLE, question, days, (block) => {
      blocks.push(block);
      const mixed = block.columns.mixed.reduce((sum, one) => sum + one, 0);
      count += block.rows - mixed;
      mixedPeople += mixed;
    });
    const people = {
      ordinals: new Uint32Array(count),
      arms: new Uint8Array(count),
      starts: new Float64Array(count),
    };
    let next = 0;
    for (const { rows, columns } of blocks)
      for (let row = 0; row < rows; row++) {
        if (columns.mixed[row] === 1) continue;
        people.ordinals[next] = columns.ordinal[row]!;
        people.arms[next] = columns.arm[row]!;
        people.starts[next++] = columns.start[row]!;
      }
    return { people, mixedPeople };
  }

  private async findCaps(
    question: ArmQuestion,
    days: ArmDays,
    slices: Iterable<ArmSlice>,
  ): Promise<readonly (number | null)[]> {
    if (!question.metrics.some(({ kind }) => kind === "DWELL")) return question.metrics.map(() => null);
    const caps = new DwellCaps(question);
    for (const slice of slices)
      await this.each("experiments.findStays", staysSql(question, slice), TOUCHES, question, days, (block) =>
        caps.add(slice, block),
      );
    return caps.caps();
  }

  private async addSlice(
    question: ArmQuestion,
    days: ArmDays,
    slice: ArmSlice,
    caps: readonly (number | null)[],
    sums: ArmSums,
  ): Promise<void> {
    const values = new ArmValues(question, slice, sums);
    const most = Float64Array.from(caps, (cap) => cap ?? 0);
    await Promise.all([
      this.each("experiments.findTouches", touchesSql(question, slice), TOUCHES, question, days, (block) =>
        readTouches(question, slice, most, block, values),
      ),
      question.metrics.some(isOfOrders) &&
        this.each("experiments.findOrders", ordersSql(question, slice), ORDERS, question, days, (block) =>
          readOrders(question, slice, block, values),
        ),
    ]);
    await values.addUp();
  }

  private each<Types extends Readonly<Record<string, ColumnType>>>(
    place: string,
    sql: string,
    types: Types,
    question: ArmQuestion,
    days: ArmDays,
    take: (block: Block<Types>) => void,
  ): Promise<void> {
    const params = armParams(question, days);
    const settings = { max_query_size: MAX_LIST_QUERY_BYTES };
    const blocks = readNativeBlocks(this.queries, { place, sql, types, params, settings });
    const readAll = async (): Promise<void> => {
      for await (const block of blocks) take(block);
    };
    return inTime(readAll());
  }
}

/** From the first start's period before until the last start's last day. */
function daysOf({ metrics, prePeriodDays }: ArmQuestion, { starts }: ArmPeople): ArmDays {
  const ages = metrics.map((metric) => agesOf(metric, prePeriodDays));
  let [first, last] = [Number.POSITIVE_INFINITY, 0];
  for (const start of starts) {
    if (start < first) first = start;
    if (start > last) last = start;
  }
  return { from: first + ages[0]!.before, to: last + Math.max(...ages.map(({ to }) => to)) };
}

/** Arms in the order of audiences and variants, also those of nobody. */
function figuresOf({ draw, codes, metrics }: ArmQuestion, sums: ArmSums, arm: number, people: number): ArmFigures {
  return {
    ...{ audience: Math.floor(arm / codes.length), variant: arm % codes.length, people },
    ...{ exposed: sums.exposed[arm]!, exposedToOther: sums.exposedToOther[arm]! },
    counted: metrics.map((_, metric) => (draw.kind === "HASHED" ? people : sums.counted[metric]![arm]!)),
    metrics: metrics.map((_, metric) => {
      const [sum, sumOfSquares, before, beforeSquares, products, active, unvaluedOrders] = sumsOf(sums, metric, arm);
      return {
        ...{ sum: sum!, sumOfSquares: sumOfSquares!, before: before!, beforeSquares: beforeSquares! },
        ...{ products: products!, active: active!, unvaluedOrders: unvaluedOrders! },
      };
    }),
  };
}
