import { BrandSlotResolver } from "../features/slots/slot.resolver";
import { SlotEffectService } from "../features/slots/slot-effect.service";
import { SlotEffectStore } from "../features/slots/slot-effect.store";
import { SlotHourStore } from "../features/slots/slot-hour.store";
import { SlotInventoryService } from "../features/slots/slot-inventory.service";
import type { AssetsPart } from "./assets";
import type { AudiencesPart } from "./audiences";
import type { BrandsPart } from "./brands";
import type { JourneysPart } from "./journeys";
import type { Composed, Kernel } from "./part";

export function composeSlots(
  { database, queries }: Kernel,
  { brands, windows, assets, stageHistory: stages, packs }: BrandsPart & JourneysPart & AssetsPart & AudiencesPart,
) {
  const hours = new SlotHourStore(database);
  const inventory = new SlotInventoryService(database, hours, brands);
  const effects = new SlotEffectService({
    ...{ windows, brands, packs, assets, stages, hours },
    store: new SlotEffectStore(queries),
  });
  return { resolvers: [new BrandSlotResolver(inventory, effects)] } satisfies Composed;
}
