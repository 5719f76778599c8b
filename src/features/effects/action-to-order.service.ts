import type { RequestContext } from "../../platform/request-context";
import { ProblemList } from "../../platform/user-error";
import type { BrandService } from "../brands";
import type { BrandWindows, GrantedWindow, Window } from "../journeys";
import { type ActionFigures, tellActions } from "./action-to-order";
import type { ActionToOrderStore } from "./action-to-order.store";
import { asLines } from "./campaign-scope";

export const MAX_ACTION_DAYS = 366;
export const MAX_ORDER_DAYS = 90;
const MAX_DEEP_SECONDS = 3_600;
const DAY_MS = 86_400_000;

export interface ActionSettings {
  readonly withinDays: number;
  readonly deepSeconds: number;
}

export interface BrandActions extends ActionFigures, ActionSettings {
  readonly window: GrantedWindow;
}

/** Which small steps in the shop lead to orders (V43). */
export class ActionToOrderService {
  constructor(
    private readonly windows: BrandWindows,
    private readonly brands: BrandService,
    private readonly store: ActionToOrderStore,
  ) {}

  async ofBrand(
    context: RequestContext,
    brandId: number,
    asked: Window,
    settings: ActionSettings,
  ): Promise<BrandActions> {
    const { withinDays, deepSeconds } = settings;
    const problems = new ProblemList();
    const check = (name: string, value: number, most: number): void => {
      if (value < 1 || value > most)
        problems.add("INVALID_INPUT", [name], `${name} must be 1 to ${most}, but got ${value}.`);
    };
    check("withinDays", withinDays, MAX_ORDER_DAYS);
    check("deepSeconds", deepSeconds, MAX_DEEP_SECONDS);
    if (asked.to.getTime() - asked.from.getTime() > MAX_ACTION_DAYS * DAY_MS)
      problems.add("INVALID_INPUT", ["to"], `to must lie at most ${MAX_ACTION_DAYS} days after from.`);
    problems.throwIfAny();
    const window = asLines(await this.windows.grant(context, brandId, asked));
    const { currencyCode } = await this.brands.requireGranted(context, brandId, ["brandId"]);
    const question = { figure: "ACTION_TO_ORDER", withinDays, deepSeconds };
    const counts = await this.windows.ask(context, window, question, (read) =>
      this.store.count(read, { currencyCode, withinDays, deepSeconds }),
    );
    return { window, withinDays, deepSeconds, ...tellActions(counts, window) };
  }
}
