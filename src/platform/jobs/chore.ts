import type { RequestContext } from "../request-context";

/** Work that every worker does now and then without being asked; done twice at once, it must be as if done once. */
export interface Chore {
  readonly name: string;
  readonly run: (context: Pick<RequestContext, "clock" | "logger">) => Promise<void>;
}
