import type { Page, PageRequest } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import { once } from "../../platform/postgres/idempotency";
import { answerRows, isTaken, judgeRows, MAX_REGISTERED_ROWS, type RegisteredRow } from "../../platform/registration";
import type { RequestContext } from "../../platform/request-context";
import { RequestError, UserProblems } from "../../platform/user-error";
import type { BrandService } from "../brands";
import { readSlotHour } from "./read-slot-hour";
import { type NewSlotHour, type SlotHour, type SlotHourRejection, slotHourKey } from "./slot-hour";
import type { SlotHourStore } from "./slot-hour.store";

interface Window {
  readonly from: Date;
  readonly to: Date;
}

/** Takes hours of slots row by row; one that came before with other figures is restated. */
export class SlotInventoryService {
  constructor(
    private readonly database: Database,
    private readonly store: SlotHourStore,
    private readonly brands: BrandService,
  ) {}

  async import(
    context: RequestContext,
    brandId: number,
    hours: readonly NewSlotHour[],
    key?: string,
  ): Promise<readonly RegisteredRow<SlotHourRejection["reason"]>[]> {
    const { zone, currencyCode } = await this.brands.requireGranted(context, brandId, ["input", "brandId"]);
    const platforms = new Set((await this.brands.platforms(context)).map(({ code }) => code));
    const request = [brandId, hours.map((hour) => ({ ...hour, exposures: String(hour.exposures) }))];
    const call = { key, mutation: "importSlotInventory", request };
    return once(this.database, context, call, async (manager) => {
      if (hours.length < 1 || hours.length > MAX_REGISTERED_ROWS)
        throw UserProblems.one(
          "INVALID_INPUT",
          ["input", "hours"],
          `hours must have 1 to ${MAX_REGISTERED_ROWS} elements, but got ${hours.length}; send them in several calls.`,
        );
      const facts = { platforms, zone, currencyCode };
      const read = judgeRows(hours, ["startsAt", slotHourKey], (row) => readSlotHour(row, facts));
      const registered = await this.store.upsert(manager, context, brandId, read.filter(isTaken));
      return answerRows(read, slotHourKey, registered);
    });
  }

  /** Hours that begin in the window. */
  page(context: RequestContext, brandId: number, window: Window, page: PageRequest): Promise<Page<SlotHour>> {
    checkOrder(window);
    for (const [name, cursor] of Object.entries({ after: page.after, before: page.before }))
      if (cursor !== null && !(cursor.length === 3 && /^\d{1,15}$/.test(cursor[0]!)))
        throw new RequestError("BAD_USER_INPUT", `${name} must be a cursor that brand.slotInventory returned.`);
    return this.store.findPage(context, brandId, window, page);
  }

  count(context: RequestContext, brandId: number, window: Window): Promise<number> {
    return this.store.count(context, brandId, window);
  }
}

function checkOrder({ from, to }: Window): void {
  if (to <= from)
    throw UserProblems.one(
      "INVALID_INPUT",
      ["to"],
      `to must be after from (${from.toISOString()}), but got ${to.toISOString()}; swap them.`,
    );
}
