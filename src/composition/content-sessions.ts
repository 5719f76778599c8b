import { ContentReportService } from "../features/content-sessions/content-report.service";
import { ContentReportStore } from "../features/content-sessions/content-report.store";
import { BrandContentSessionResolver } from "../features/content-sessions/content-session.resolver";
import { ContentSessionService } from "../features/content-sessions/content-session.service";
import { ContentSessionStore } from "../features/content-sessions/content-session.store";
import { toContentSession } from "../features/content-sessions/content-session.types";
import type { BrandsPart } from "./brands";
import type { JourneysPart } from "./journeys";
import { type Composed, type Kernel, whenFound } from "./part";

export function composeContentSessions({ database, queries }: Kernel, { brands, windows }: BrandsPart & JourneysPart) {
  const store = new ContentSessionStore(database);
  const sessions = new ContentSessionService(database, store, brands);
  const reports = new ContentReportService({
    ...{ windows, brands, sessions: store },
    store: new ContentReportStore(queries),
  });
  return {
    resolvers: [new BrandContentSessionResolver(sessions, reports)],
    nodes: [
      [
        "ContentSession",
        async (context, key) => whenFound(await sessions.sessions(context).load(key), toContentSession),
      ],
    ],
  } satisfies Composed;
}
