import { Arg, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { AssetMovementCount } from "./asset-change.types";
import { AssetStage } from "./asset-snapshot.types";
import { groupNames, intentNames, loyaltyNames, movementNames, stageNames } from "./label-names";
import { Language } from "./language.types";
import { NineGridCell, NineGridGroup } from "./nine-grid.types";

const LANGUAGE = { defaultValue: Language.EN, description: "Language of the name." } as const;

@Resolver(() => AssetStage)
export class AssetStageNameResolver {
  @Access("READ_ASSETS")
  @FieldResolver(() => String, { description: "The stage's name for people." })
  label(@Root() { stage }: AssetStage, @Arg("language", () => Language, LANGUAGE) language: Language): string {
    return stageNames[stage][language];
  }
}

@Resolver(() => NineGridCell)
export class NineGridCellNameResolver {
  @Access("READ_ASSETS")
  @FieldResolver(() => String, { description: "The cell's name for people: its row, then its column." })
  label(
    @Root() { intent, loyalty }: NineGridCell,
    @Arg("language", () => Language, LANGUAGE) language: Language,
  ): string {
    return `${intentNames[intent][language]} × ${loyaltyNames[loyalty][language]}`;
  }
}

@Resolver(() => NineGridGroup)
export class NineGridGroupNameResolver {
  @Access("READ_ASSETS")
  @FieldResolver(() => String, { description: "The group's name for people." })
  label(@Root() { group }: NineGridGroup, @Arg("language", () => Language, LANGUAGE) language: Language): string {
    return groupNames[group][language];
  }
}

@Resolver(() => AssetMovementCount)
export class AssetMovementNameResolver {
  @Access("READ_ASSETS")
  @FieldResolver(() => String, { description: "The movement's name for people." })
  label(
    @Root() { movement }: AssetMovementCount,
    @Arg("language", () => Language, LANGUAGE) language: Language,
  ): string {
    return movementNames[movement][language];
  }
}
