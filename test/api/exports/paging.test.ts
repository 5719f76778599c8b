import { insertTouchpoints } from "../../support/touchpoint-rows";
import { documentOf, type ExportSetup, openExportSetup, publishReport } from "./export-setup";

let setup: ExportSetup;
beforeAll(async () => {
  setup = await openExportSetup();
});
afterAll(() => setup?.test.close());

it("goes on in the version that was begun, whatever is published meanwhile", async () => {
  const { test, tenant, campaign, report } = setup;
  const page = async (id: string, after: string | null) => {
    const { data, errors } = await test.query(tenant.organisation.keys.BI, documentOf("lines-under-new-version"), {
      report: id,
      after,
    });
    expect(errors).toBeUndefined();
    const { version, lines } = data.node;
    return { version, keys: lines.nodes.map(({ key }: { key: string }) => key), ...lines.pageInfo };
  };
  const first = await page(report, null);
  expect(first).toMatchObject({ version: 1, keys: ["WEIBO", "TOUTIAO"], hasNextPage: true });
  // Somebody else converts through Douyin ten times, which puts it first in the next version.
  const { brandId, sourceId } = tenant;
  await insertTouchpoints(
    test,
    Array.from({ length: 10 }, (_, n) => n).flatMap((n) => [
      ...[{ person: "late", at: `2025-11-03T${10 + n}:00:00+08:00`, action: "CLICK" as const, sourceId }].map(
        (row) => ({
          ...row,
          ...{ platform: "DOUYIN", placement: "dy-1" },
        }),
      ),
      {
        person: "late",
        at: `2025-11-03T${10 + n}:30:00+08:00`,
        action: "ORDER" as const,
        orderId: `late${n}`,
        brandId,
        value: 100,
        sourceId,
      },
    ]),
  );
  const newer = await publishReport(setup, campaign, "newer");
  expect((await page(newer, null)).keys[0]).toBe("DOUYIN");
  expect(await page(report, first.endCursor)).toMatchObject({
    version: 1,
    keys: ["BILIBILI", "DOUYIN"],
    hasNextPage: false,
  });
});
