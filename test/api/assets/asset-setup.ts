import { AssetService } from "../../../src/features/assets/asset.service";
import { AssetLabelStore } from "../../../src/features/assets/asset-label.store";
import { AssetSnapshotStore } from "../../../src/features/assets/asset-snapshot.store";
import type { TestApp } from "../../support/test-app";

/** The service without the API: for what only other features ask. */
export const assetServiceOf = ({ app }: TestApp): AssetService =>
  new AssetService(
    new AssetSnapshotStore(app.database),
    new AssetLabelStore(app.clickhouse),
    app.brands,
    app.people.frozen,
  );

export interface TestCatalogue {
  /** HOME with TV below it, and FOOD. */
  readonly categories: { readonly home: number; readonly tv: number; readonly food: number };
  /** Two of TV (one of which sells food too), one of HOME in another zone, one of FOOD, one without a category. */
  readonly brands: {
    readonly tvOne: number;
    readonly tvTwo: number;
    readonly home: number;
    readonly food: number;
    readonly loose: number;
  };
}

export const ZONES = { home: "America/New_York", others: "Asia/Shanghai" } as const;

/** Adds a small catalogue and grants all of it to the organisation. */
export function addCatalogue({ app }: TestApp, organisationId: string): Promise<TestCatalogue> {
  return app.database.withSystem(async (manager) => {
    const category = async (code: string, parentId?: number): Promise<number> =>
      (await app.brands.createCategory(manager, { code, name: code, parentId })).id;
    const brand = async (code: string, categoryIds: readonly number[], zone: string): Promise<number> => {
      const { id } = await app.brands.createBrand(manager, { code, name: code, zone, categoryIds });
      await app.brands.grant(manager, organisationId, id);
      return id;
    };
    const home = await category("HOME");
    const tv = await category("TV", home);
    const food = await category("FOOD");
    const brands = {
      tvOne: await brand("tv-one", [tv], ZONES.others),
      tvTwo: await brand("tv-two", [tv, food], ZONES.others),
      home: await brand("home", [home], ZONES.home),
      food: await brand("food", [food], ZONES.others),
      loose: await brand("loose", [], ZONES.others),
    };
    return { categories: { home, tv, food }, brands };
  });
}
