import type { RequestContext } from "../../platform/request-context";
import type { BrandService } from "../brands";
import type { MemberSelection } from "./member-selection";
import type { PushService } from "./push.service";
import type { PlannedPush, PushPaths, PushRequest } from "./push-planner";

/** Dry runs with what other namespaces would reach. */
export class PushCoverage {
  constructor(
    private readonly pushes: PushService,
    private readonly selection: MemberSelection,
    private readonly brands: BrandService,
  ) {}

  async dryRun(
    context: RequestContext,
    requests: readonly PushRequest[],
    pathsOf: (index: number) => PushPaths,
  ): Promise<readonly (PlannedPush & { readonly coverage: Awaited<ReturnType<MemberSelection["coverage"]>> })[]> {
    const planned = await this.pushes.dryRun(context, requests, pathsOf);
    const namespaces = (await this.brands.namespaces()).map(({ code }) => code);
    const covered = [];
    for (const push of planned)
      covered.push({ ...push, coverage: await this.selection.coverage(context, push.people, namespaces) });
    return covered;
  }
}
