import { Arg, Args, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { type ConnectionShape, PageArgs, pageRequest, toConnection } from "../../graphql/connection";
import { IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { integerKeyOf, keyOf } from "../../graphql/node";
import { toRegistration } from "../../graphql/registration";
import { DateTimeScalar } from "../../graphql/scalars";
import { payload } from "../../graphql/user-errors";
import { MAX_REGISTERED_ROWS } from "../../platform/registration";
import type { RequestContext } from "../../platform/request-context";
import { Brand } from "../brands/brand.types";
import { MAX_SLOT_DAYS, type SlotEffectService } from "./slot-effect.service";
import { SlotEffectArgs, SlotEffects, toSlotEffects } from "./slot-effect.types";
import type { SlotInventoryService } from "./slot-inventory.service";
import {
  ImportSlotInventoryInput,
  ImportSlotInventoryPayload,
  SlotHour,
  SlotHourConnection,
  toSlotHour,
} from "./slot-inventory.types";

@Resolver(() => Brand)
export class BrandSlotResolver {
  constructor(
    private readonly inventory: SlotInventoryService,
    private readonly effects: SlotEffectService,
  ) {}

  @Access("EDIT_CAMPAIGNS")
  @Mutation(() => ImportSlotInventoryPayload, {
    description: `Imports hours of slots that a brand has, 1 to ${MAX_REGISTERED_ROWS}, each answered by itself; an hour sent again is restated.`,
  })
  importSlotInventory(
    @Ctx() context: RequestContext,
    @Arg("input", () => ImportSlotInventoryInput, { description: "The hours." }) input: ImportSlotInventoryInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<ImportSlotInventoryPayload> {
    return payload<Omit<ImportSlotInventoryPayload, "userErrors">>(
      async () => {
        const brandId = integerKeyOf("Brand", input.brandId, ["input", "brandId"]);
        return toRegistration(await this.inventory.import(context, brandId, input.hours, key));
      },
      { rows: [] },
    );
  }

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => SlotHourConnection, {
    description: "Hours of slots that the brand has, of those that begin in the window; the earliest first.",
  })
  async slotInventory(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Arg("from", () => DateTimeScalar, { description: "First instant of the window." }) from: Date,
    @Arg("to", () => DateTimeScalar, { description: "The first instant after it; later than from." }) to: Date,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<ConnectionShape<SlotHour>> {
    const window = { from, to };
    return toConnection(await this.inventory.page(context, brandId, window, pageRequest(page)), toSlotHour, () =>
      this.inventory.count(context, brandId, window),
    );
  }

  @Access("READ_ATTRIBUTION")
  @FieldResolver(() => SlotEffects, {
    nullable: true,
    description: `Whether the brand's slots raised interest, in a window of ${MAX_SLOT_DAYS} days at most; null only when it could not be read.`,
  })
  async slotEffects(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Args(() => SlotEffectArgs) { from, to, holdoutPackId }: SlotEffectArgs,
  ): Promise<SlotEffects> {
    const pack = holdoutPackId == null ? null : keyOf("AudiencePack", holdoutPackId, ["holdoutPackId"]);
    return toSlotEffects(await this.effects.ofBrand(context, brandId, { from, to }, pack));
  }
}
