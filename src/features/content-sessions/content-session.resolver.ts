import { Arg, Args, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { type ConnectionShape, PageArgs, pageRequest, toConnection } from "../../graphql/connection";
import { IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { integerKeyOf } from "../../graphql/node";
import { toRegistration } from "../../graphql/registration";
import { payload } from "../../graphql/user-errors";
import { MAX_REGISTERED_ROWS } from "../../platform/registration";
import type { RequestContext } from "../../platform/request-context";
import { Brand } from "../brands/brand.types";
import type { ContentReportService } from "./content-report.service";
import { ContentReport, ContentReportArgs, toContentReport } from "./content-report.types";
import type { ContentSessionService } from "./content-session.service";
import {
  ContentSession,
  ContentSessionConnection,
  RegisterContentSessionsInput,
  RegisterContentSessionsPayload,
  toContentSession,
} from "./content-session.types";

@Resolver(() => Brand)
export class BrandContentSessionResolver {
  constructor(
    private readonly sessions: ContentSessionService,
    private readonly reports: ContentReportService,
  ) {}

  @Access("EDIT_CAMPAIGNS")
  @Mutation(() => RegisterContentSessionsPayload, {
    description: `Registers live broadcasts and content of a brand, 1 to ${MAX_REGISTERED_ROWS}, each answered by itself; a known code gets the new details.`,
  })
  registerContentSessions(
    @Ctx() context: RequestContext,
    @Arg("input", () => RegisterContentSessionsInput, { description: "The sessions." })
    input: RegisterContentSessionsInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<RegisterContentSessionsPayload> {
    return payload<Omit<RegisterContentSessionsPayload, "userErrors">>(
      async () => {
        const brandId = integerKeyOf("Brand", input.brandId, ["input", "brandId"]);
        const sessions = input.sessions.map(({ goal = null, ...session }) => ({ ...session, goal }));
        return toRegistration(await this.sessions.register(context, brandId, sessions, key));
      },
      { rows: [] },
    );
  }

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => ContentSessionConnection, {
    description: "The organisation's sessions of the brand, those registered last first.",
  })
  async contentSessions(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<ConnectionShape<ContentSession>> {
    return toConnection(await this.sessions.page(context, brandId, pageRequest(page)), toContentSession, () =>
      this.sessions.count(context, brandId),
    );
  }

  @Access("READ_ATTRIBUTION")
  @FieldResolver(() => ContentReport, {
    nullable: true,
    description:
      "What live broadcasts and content brought to the sales of a window; null only when it could not be read.",
  })
  async contentReport(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Args(() => ContentReportArgs) { from, to, withinHours }: ContentReportArgs,
  ): Promise<ContentReport> {
    return toContentReport(await this.reports.ofBrand(context, brandId, { from, to }, withinHours));
  }
}
