/** Rows of a file by column, drawn from values that are good, bad and strange; none has a quote or a comma. */
export const COLUMNS = [
  "id",
  "at",
  "device",
  "member",
  "platform",
  "action",
  "site",
  "brand",
  "category",
  "campaign",
  "amount",
  "pieces",
  "rating",
  "seen",
  "order",
] as const;

export type Values = Partial<Readonly<Record<(typeof COLUMNS)[number], readonly string[]>>>;

const hash = (digit: string): string => digit.repeat(64);
const repeated = (value: string, times: number): readonly string[] => Array(times).fill(value);

/** What most rows have is listed most often, so that about half of the rows are good. */
const VALUES: Required<Values> = {
  id: [
    ...Array.from({ length: 400 }, (_, i) => `e-${i}`),
    "",
    "é-1",
    "a\\b",
    "tab\there",
    "x".repeat(200),
    "x".repeat(201),
  ],
  at: [
    ...repeated("2025-11-11T10:00:00.123Z", 20),
    ...["2025-11-10T00:00:00Z", "2025-11-10T23:59:59.999+08:00", "2025-11-12T07:30:00-03:30", "2000-01-01T00:00:00Z"],
    ...[
      "2025-02-29T00:00:00Z",
      "2024-02-29T12:00:00Z",
      "2025-02-30T00:00:00Z",
      "2025-04-31T00:00:00Z",
      "2025-12-31T23:59:59Z",
    ],
    ...[
      "2025-11-11T24:00:00Z",
      "2025-11-11T10:00:60Z",
      "2025-11-11T10:00Z",
      "2025-11-11T10:00:00.1Z",
      "2025-11-11T10:00:00.123456Z",
    ],
    ...["1999-12-31T23:59:59Z", "2000-01-01T00:30:00+01:00", "2099-01-01T00:00:00Z", "2025-11-11 10:00:00", "soon", ""],
  ],
  device: [
    ...Array.from({ length: 30 }, (_, i) => `device-${i}`),
    ...repeated("", 10),
    "ab",
    "with space",
    "dev_ice:9",
    "ü-1234",
  ],
  member: [
    ...repeated("", 30),
    ...Array.from("0123456789abcdef", hash),
    ...[hash("A"), hash("a").slice(1), hash("g"), "13800138000"],
  ],
  platform: [...repeated("JD", 12), "DOUYIN", "WECHAT", "ELSEWHERE", ""],
  action: [
    ...repeated("CLICK", 10),
    ...repeated("ORDER", 10),
    "SEARCH",
    "IMPRESSION",
    "IMPRESSION",
    "REFUND",
    "ORDERED",
    "click",
    "",
  ],
  site: [...repeated("ON_SITE", 8), ...repeated("OFF_SITE", 8), "MY_SITE", ""],
  brand: [...repeated("haoyu", 10), ...repeated("mingzhi", 5), "", "abroad", "never-heard-of", "neu-1"],
  category: [...repeated("watch", 8), ...repeated("", 6), "phone", "unknown-category"],
  campaign: [...repeated("", 6), "double-11", "冬季", "a\\b", "c".repeat(200), "c".repeat(201), "ctrl\u0001", "it's"],
  amount: [
    ...repeated("", 6),
    ...[
      "399.00",
      "399.00",
      "12.3",
      "007.10",
      "1",
      "0",
      "0.00",
      "-1",
      "12.345",
      "1e3",
      ".5",
      "5.",
      " 1",
      "999999999999",
    ],
  ],
  pieces: [...repeated("", 6), ...["1", "1", "2", "007", "0", "-1", "1.5", "1000000", "1000001", "1e2", " 2", "x"]],
  rating: [...repeated("", 10), "1", "5", "6", "0", "05", "x"],
  seen: [...repeated("", 10), "SERVED", "OPPORTUNITY_TO_SEE", "OPPORTUNITY_TO_SEE", "X"],
  order: [...repeated("", 4), "o-1", "o-2"],
};

/** Lines of so many rows; now and then one is empty or has a field too few or too many. */
export function randomLines(count: number, random: () => number, values: Values = {}): readonly string[] {
  const pick = (from: readonly string[]): string => from[Math.floor(random() * from.length)]!;
  const lines: string[] = [];
  while (lines.length < count) {
    const fields = COLUMNS.map((column) => pick(values[column] ?? VALUES[column]));
    const chance = random();
    if (chance < 0.01) lines.push("");
    else if (chance < 0.02) lines.push(fields.slice(1).join(","));
    else if (chance < 0.03) lines.push([...fields, "more"].join(","));
    else lines.push(fields.join(","));
    if (chance > 0.9) lines.push(fields.join(","));
  }
  return lines;
}
