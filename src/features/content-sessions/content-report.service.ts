import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import type { BrandService } from "../brands";
import { asLines } from "../effects";
import type { BrandWindows, GrantedWindow, Window } from "../journeys";
import { type ContentReport as Figures, tellContent } from "./content-report";
import type { ContentReportStore } from "./content-report.store";
import type { ContentSessionStore } from "./content-session.store";

/** Most sessions of a report. */
export const MAX_SESSIONS = 200;
export const MAX_WITHIN_HOURS = 168;
const MAX_REPORT_DAYS = 366;
const DAY_MS = 86_400_000;

export interface ContentReport extends Figures {
  readonly window: GrantedWindow;
  readonly withinHours: number;
  readonly currencyCode: string;
}

export interface ContentReportServiceParts {
  readonly windows: BrandWindows;
  readonly brands: BrandService;
  readonly sessions: ContentSessionStore;
  readonly store: ContentReportStore;
}

/** What live broadcasts and content brought to the sales of a window (G39). */
export class ContentReportService {
  constructor(private readonly parts: ContentReportServiceParts) {}

  async ofBrand(context: RequestContext, brandId: number, asked: Window, withinHours: number): Promise<ContentReport> {
    const { windows, brands, store } = this.parts;
    if (withinHours < 1 || withinHours > MAX_WITHIN_HOURS)
      throw UserProblems.one(
        "INVALID_INPUT",
        ["withinHours"],
        `withinHours must be 1 to ${MAX_WITHIN_HOURS}, but got ${withinHours}.`,
      );
    if (asked.to.getTime() - asked.from.getTime() > MAX_REPORT_DAYS * DAY_MS)
      throw UserProblems.one("INVALID_INPUT", ["to"], `to must lie at most ${MAX_REPORT_DAYS} days after from.`);
    const window = asLines(await windows.grant(context, brandId, asked));
    const { currencyCode } = await brands.requireGranted(context, brandId, ["brandId"]);
    const sessions = await this.parts.sessions.findRunning(context, brandId, window, MAX_SESSIONS + 1);
    if (sessions.length > MAX_SESSIONS)
      throw UserProblems.one(
        "INVALID_INPUT",
        ["to"],
        `A window must have at most ${MAX_SESSIONS} sessions, but this one has more; ask for a shorter one.`,
      );
    const question = { figure: "CONTENT_SESSIONS", withinHours, sessions: sessions.map(({ id }) => id) };
    const [views, orders, foreign] = await windows.ask(context, window, question, (read) =>
      Promise.all([
        store.views(read, sessions),
        store.orders(read, sessions, { currencyCode, withinHours }),
        store.countForeign(read, currencyCode),
      ]),
    );
    if (foreign > 0)
      throw UserProblems.one(
        "MIXED_CURRENCIES",
        ["from"],
        `Orders must be in the brand's currency ${currencyCode}, but ${foreign} have a value in another; convert them when they are sent.`,
      );
    const counts = { views, orders: orders.slice(0, -1), elsewhere: orders.at(-1)! };
    return { window, withinHours, currencyCode, ...tellContent(sessions, counts, window) };
  }
}
