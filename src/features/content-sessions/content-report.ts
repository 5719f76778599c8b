import { RoaringBitmap32 } from "roaring";
import { roundCount, type SmallGroups } from "../../platform/small-groups";
import { type CountSum, type RankedCount, withheldCounts } from "../../platform/withheld-counts";
import { type Rate, rateOf } from "../effects";
import { type ContentSession, type SessionKind, sessionKinds } from "./content-session";

/** A view counts as so long at most: players left open watch nobody. */
export const LONGEST_VIEW_SECONDS = 7_200;

/** Views of one session. */
export interface SessionViews {
  readonly views: bigint;
  /** Of them, those that were longer than they count. */
  readonly cappedViews: bigint;
  /** Seconds, each view up to the longest. */
  readonly seconds: bigint;
  readonly viewers: RoaringBitmap32;
  /** Viewers with a view that says how long it was. */
  readonly timedViewers: RoaringBitmap32;
}

/** Net orders of one session, or of none. */
export interface SessionOrders {
  readonly orders: bigint;
  /** Minor units. */
  readonly value: bigint;
  readonly buyers: RoaringBitmap32;
}

export interface ContentCounts {
  /** In the order of the sessions. */
  readonly views: readonly SessionViews[];
  readonly orders: readonly SessionOrders[];
  /** Orders that follow no session. */
  readonly elsewhere: SessionOrders;
}

/** As a caller may see it: null where withheld. */
export interface ContentFigures {
  readonly viewers: bigint | null;
  readonly views: bigint | null;
  readonly watchSeconds: bigint | null;
  /** Per viewer whose views say how long they were. */
  readonly meanWatchSeconds: number | null;
  readonly cappedViews: bigint | null;
  readonly buyers: bigint | null;
  readonly orders: bigint | null;
  /** Minor units. */
  readonly value: bigint | null;
  readonly conversionRate: Rate | null;
  /** Of all the brand's orders of the window; null where these have no value. */
  readonly valueShare: number | null;
  readonly valuePerViewer: bigint | null;
}

export interface SessionFigures extends ContentFigures {
  readonly session: ContentSession;
  /** value / goal; null without a goal. */
  readonly goalAttainment: number | null;
}

export interface ContentReport {
  readonly total: ContentFigures;
  readonly kinds: readonly (ContentFigures & { readonly kind: SessionKind })[];
  readonly sessions: readonly SessionFigures[];
  /** All net orders of the brand in the window; null when withheld. */
  readonly orders: bigint | null;
  readonly value: bigint | null;
}

interface Line {
  readonly name: string;
  readonly views: readonly SessionViews[];
  readonly orders: readonly SessionOrders[];
}

/** No small group of viewers or buyers, and none that one session alone had, follows from what is told. */
export function tellContent(
  sessions: readonly ContentSession[],
  { views, orders, elsewhere }: ContentCounts,
  smallGroups: SmallGroups,
): ContentReport {
  const single = sessions.map(
    (_, place): Line => ({ name: `s${place}`, views: [views[place]!], orders: [orders[place]!] }),
  );
  const ofKind = (kind: SessionKind): Line => {
    const isOf = (_: unknown, place: number): boolean => sessions[place]!.kind === kind;
    return { name: kind, views: views.filter(isOf), orders: orders.filter(isOf) };
  };
  const kinds = sessionKinds.map(ofKind);
  const all: Line = { name: "all", views, orders };
  const everything = sumOf([...orders, elsewhere]);
  const isTold = withheldLines([all, ...kinds, ...single], sessions, elsewhere, smallGroups.threshold);
  const tell = (line: Line): ContentFigures => figuresOf(line, everything.value, isTold, smallGroups);
  const isWholeTold = isTold("buyers everything");
  return {
    total: tell(all),
    kinds: kinds.map((line, place) => ({ kind: sessionKinds[place]!, ...tell(line) })),
    sessions: single.map((line, place) => {
      const [session, figures] = [sessions[place]!, tell(line)];
      const { goal } = session;
      const isKnown = figures.value !== null && goal !== null;
      return { session, ...figures, goalAttainment: isKnown ? Number(figures.value) / Number(goal.minor) : null };
    }),
    orders: isWholeTold ? everything.orders : null,
    value: isWholeTold ? everything.value : null,
  };
}

function withheldLines(
  [all, ...others]: readonly Line[],
  sessions: readonly ContentSession[],
  elsewhere: SessionOrders,
  threshold: number,
): (name: string) => boolean {
  const named = new Map<string, RankedCount>();
  const sums: CountSum[] = [];
  const add = (name: string, count: number, rank: number | null): string => {
    named.set(name, { count: BigInt(count), rank });
    return name;
  };
  const everybody = viewersOf(all!).size;
  add("viewers all", everybody, 3);
  // Buyers of parts are told apart by orders, so a person who bought in two stands in both, and in their sum twice.
  const buyers = ({ orders }: Line): number => orders.reduce((sum, one) => sum + one.buyers.size, 0);
  for (const line of others) {
    const viewers = viewersOf(line).size;
    const isKind = line.name === "LIVE" || line.name === "CONTENT";
    const rank = isKind ? 2 : 1;
    sums.push({
      whole: "viewers all",
      parts: [add(`viewers ${line.name}`, viewers, rank), add(`rest ${line.name}`, everybody - viewers, null)],
    });
    add(`buyers ${line.name}`, buyers(line), rank);
    if (isKind) continue;
    const parts = [`buyers ${line.name}`, add(`lookers ${line.name}`, viewers - buyers(line), null)];
    sums.push({ whole: `viewers ${line.name}`, parts });
  }
  for (const kind of sessionKinds) {
    const parts = sessions.flatMap((session, place) => (session.kind === kind ? [`buyers s${place}`] : []));
    if (parts.length > 0) sums.push({ whole: `buyers ${kind}`, parts });
  }
  const content = add("buyers all", buyers(all!), 3);
  const none = add("buyers elsewhere", elsewhere.buyers.size, null);
  sums.push({ whole: content, parts: sessionKinds.map((kind) => `buyers ${kind}`) });
  sums.push({ whole: add("buyers everything", buyers(all!) + elsewhere.buyers.size, 4), parts: [content, none] });
  const withheld = withheldCounts(named, sums, threshold);
  return (name) => !withheld.has(name);
}

function figuresOf(
  line: Line,
  wholeValue: bigint,
  isTold: (name: string) => boolean,
  { roundingBase, threshold }: SmallGroups,
): ContentFigures {
  const [areViews, areOrders] = [isTold(`viewers ${line.name}`), isTold(`buyers ${line.name}`)];
  const total = (of: (one: SessionViews) => bigint): bigint => line.views.reduce((sum, one) => sum + of(one), 0n);
  const { orders, value, buyers } = sumOf(line.orders);
  const [seconds, timed] = [
    total((one) => one.seconds),
    RoaringBitmap32.orMany(line.views.map((one) => one.timedViewers)),
  ];
  const isTimed = areViews && timed.size >= threshold;
  const told = {
    viewers: areViews ? roundCount(BigInt(viewersOf(line).size), roundingBase) : null,
    views: areViews
      ? roundCount(
          total((one) => one.views),
          roundingBase,
        )
      : null,
    cappedViews: areViews
      ? roundCount(
          total((one) => one.cappedViews),
          roundingBase,
        )
      : null,
    watchSeconds: isTimed ? seconds : null,
    meanWatchSeconds: isTimed && timed.size > 0 ? Number(seconds) / timed.size : null,
    buyers: areOrders ? roundCount(BigInt(buyers.size), roundingBase) : null,
    orders: areOrders ? orders : null,
    value: areOrders ? value : null,
  };
  return {
    ...told,
    conversionRate: rateOf(told.buyers, told.viewers),
    valueShare: areOrders && wholeValue > 0n ? Number(value) / Number(wholeValue) : null,
    valuePerViewer:
      areOrders && told.viewers !== null && told.viewers > 0n
        ? (2n * value + told.viewers) / (2n * told.viewers)
        : null,
  };
}

const viewersOf = ({ views }: Line): RoaringBitmap32 => RoaringBitmap32.orMany(views.map(({ viewers }) => viewers));

const sumOf = (orders: readonly SessionOrders[]): SessionOrders => ({
  orders: orders.reduce((sum, one) => sum + one.orders, 0n),
  value: orders.reduce((sum, one) => sum + one.value, 0n),
  buyers: RoaringBitmap32.orMany(orders.map(({ buyers }) => buyers)),
});
