import DataLoader from "dataloader";
import { IANAZone } from "luxon";
import type { EntityManager } from "typeorm";
import type { Clock } from "../../platform/clock";
import { isCurrencyCode } from "../../platform/money";
import type { Database } from "../../platform/postgres/database";
import { type IdempotentCall, once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList, UserProblems } from "../../platform/user-error";
import type { Brand, BrandCategory, BrandStore, CataloguePair, Category, IdentityNamespace } from "./brand.store";

export interface NewCategory {
  readonly code: string;
  readonly name: string;
  readonly nameZh?: string | null | undefined;
  readonly parentId?: number | null | undefined;
}

export interface NewBrand {
  readonly code: string;
  readonly name: string;
  readonly nameZh?: string | null | undefined;
  readonly zone?: string | null | undefined;
  readonly currencyCode?: string | null | undefined;
  /** Primary category first. */
  readonly categoryIds: readonly number[];
}

const DEFAULT_ZONE = "Asia/Shanghai";
const DEFAULT_CURRENCY = "CNY";
const CODE = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;

export class BrandService {
  constructor(
    private readonly database: Database,
    private readonly store: BrandStore,
    private readonly clock: Clock,
  ) {}

  /** Adds to the catalogue on behalf of an operator, at most once per idempotency key. */
  edit<T>(context: RequestContext, call: IdempotentCall, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return once(this.database, context, call, (manager) => this.database.elevated(manager, () => work(manager)));
  }

  /** The brands that the caller's organisation may see; asked once per request. */
  granted(context: RequestContext): Promise<readonly Brand[]> {
    return context.memo(this.granted, () => this.store.findGranted(context));
  }

  /** A granted brand, or null: an ungranted one does not exist for the caller. */
  async findGranted(context: RequestContext, brandId: number): Promise<Brand | null> {
    return (await this.granted(context)).find((brand) => brand.id === brandId) ?? null;
  }

  /** A granted brand for a change; anything else is the caller's mistake at `field`. */
  async requireGranted(context: RequestContext, brandId: number, field: readonly string[]): Promise<Brand> {
    const brand = await this.findGranted(context, brandId);
    if (!brand)
      throw UserProblems.one(
        "NOT_FOUND",
        field,
        `${field.join(".")} must name a brand granted to this organisation; list yours with viewer { brands }.`,
      );
    return brand;
  }

  categories(context: RequestContext): DataLoader<number, Category | null> {
    return context.memo(
      this.categories,
      () =>
        new DataLoader<number, Category | null>(async (ids) => {
          const found = new Map(
            (await this.store.findCategoriesByIds(context, ids)).map((category) => [category.id, category]),
          );
          return ids.map((id) => found.get(id) ?? null);
        }),
    );
  }

  /** A brand's categories, primary first. */
  categoriesOfBrand(context: RequestContext): DataLoader<number, readonly BrandCategory[]> {
    return context.memo(
      this.categoriesOfBrand,
      () =>
        new DataLoader<number, readonly BrandCategory[]>(async (brandIds) => {
          const links = await this.store.findBrandCategories(context, brandIds);
          return brandIds.map((id) => links.filter((link) => link.brandId === id));
        }),
    );
  }

  /** The category that a brand's industry is, or null. */
  async primaryCategory(context: RequestContext, brandId: number): Promise<number | null> {
    const links = await this.categoriesOfBrand(context).load(brandId);
    return links.find((link) => link.isPrimary)?.categoryId ?? null;
  }

  categoryTree(categoryId: number): Promise<readonly number[]> {
    return this.store.findCategoryTree(categoryId);
  }

  /** Every brand of a category and those below it, for figures of the industry; never shown by name to a caller. */
  async brandsOfCategory(categoryId: number): Promise<readonly Brand[]> {
    return this.store.findBrandsOfCategories(await this.store.findCategoryTree(categoryId));
  }

  allBrands(): Promise<readonly Brand[]> {
    return this.store.findAllBrands();
  }

  allCategories(): Promise<readonly Category[]> {
    return this.store.findAllCategories();
  }

  platforms(
    context: RequestContext,
  ): Promise<readonly { readonly code: string; readonly name: string; readonly nameZh: string | null }[]> {
    return context.memo(this.platforms, () => this.store.findPlatforms(context));
  }

  /** The same as of now, for who keeps them longer than a request. */
  platformsNow(context: Pick<RequestContext, "organisationId">): ReturnType<BrandStore["findPlatforms"]> {
    return this.store.findPlatforms(context);
  }

  namespaces(): Promise<readonly IdentityNamespace[]> {
    return this.store.findNamespaces();
  }

  async createCategory(manager: EntityManager, input: NewCategory): Promise<Category> {
    const problems = new ProblemList();
    assertCode(problems, input.code);
    if (input.name.trim() === "") problems.add("INVALID_INPUT", ["input", "name"], "name must not be empty.");
    problems.throwIfAny();
    const category = await this.store.insertCategory(manager, {
      code: input.code,
      name: input.name,
      nameZh: input.nameZh ?? null,
      parentId: input.parentId ?? null,
    });
    if (!category)
      throw UserProblems.one(
        "CODE_TAKEN",
        ["input", "code"],
        `code must be new, but a category "${input.code}" exists.`,
      );
    return category;
  }

  async createBrand(manager: EntityManager, input: NewBrand): Promise<Brand> {
    const problems = new ProblemList();
    const zone = input.zone ?? DEFAULT_ZONE;
    const currencyCode = input.currencyCode ?? DEFAULT_CURRENCY;
    assertCode(problems, input.code);
    if (input.name.trim() === "") problems.add("INVALID_INPUT", ["input", "name"], "name must not be empty.");
    if (!IANAZone.isValidZone(zone))
      problems.add(
        "INVALID_INPUT",
        ["input", "zone"],
        `zone must be an IANA time zone, e.g. Asia/Shanghai, but got "${zone}".`,
      );
    if (!isCurrencyCode(currencyCode))
      problems.add(
        "INVALID_INPUT",
        ["input", "currencyCode"],
        `currencyCode must be an ISO 4217 code, e.g. CNY, but got "${currencyCode}".`,
      );
    problems.throwIfAny();
    const brand = await this.store.insertBrand(manager, {
      code: input.code,
      name: input.name,
      nameZh: input.nameZh ?? null,
      zone,
      currencyCode,
    });
    if (!brand)
      throw UserProblems.one("CODE_TAKEN", ["input", "code"], `code must be new, but a brand "${input.code}" exists.`);
    for (const [index, categoryId] of input.categoryIds.entries()) {
      await this.store.insertBrandCategory(manager, { brandId: brand.id, categoryId, isPrimary: index === 0 });
    }
    return brand;
  }

  /** Adds the brands, categories and pairs that the catalogue lacks, named by their codes. */
  async addMissing(
    manager: EntityManager,
    pairs: readonly CataloguePair[],
    { zone = DEFAULT_ZONE, currencyCode = DEFAULT_CURRENCY }: Partial<Pick<Brand, "zone" | "currencyCode">> = {},
  ): Promise<void> {
    const categoryCodes = [...new Set(pairs.flatMap(({ categoryCode }) => categoryCode ?? []))];
    const brandCodes = [...new Set(pairs.map(({ brandCode }) => brandCode))];
    const problems = new ProblemList();
    for (const code of [...categoryCodes, ...brandCodes]) assertCode(problems, code);
    problems.throwIfAny();
    await this.store.lockMissing(manager);
    await this.store.insertMissingCategories(manager, categoryCodes);
    await this.store.insertMissingBrands(manager, brandCodes, { zone, currencyCode });
    await this.store.insertMissingBrandCategories(manager, pairs);
  }

  grant(manager: EntityManager, organisationId: string, brandId: number): Promise<void> {
    return this.store.insertGrant(manager, organisationId, brandId, this.clock.now());
  }

  async createIdentityNamespace(manager: EntityManager, namespace: IdentityNamespace): Promise<IdentityNamespace> {
    const problems = new ProblemList();
    if (!/^[A-Z][A-Z0-9_]{1,31}$/.test(namespace.code)) {
      problems.add(
        "INVALID_INPUT",
        ["input", "code"],
        `code must be 2 to 32 capitals, digits and underscores, but got "${namespace.code}".`,
      );
    }
    if (/NAME/.test(namespace.code))
      problems.add(
        "INVALID_INPUT",
        ["input", "code"],
        "There is no namespace for people's names: send a hashed identifier.",
      );
    if ((namespace.format === "OPAQUE") !== (namespace.pattern !== null)) {
      problems.add(
        "INVALID_INPUT",
        ["input", "pattern"],
        "pattern must be given for OPAQUE namespaces and for no others.",
      );
    }
    if (namespace.pattern !== null && !isPattern(namespace.pattern)) {
      problems.add(
        "INVALID_INPUT",
        ["input", "pattern"],
        `pattern must be a regular expression, but got "${namespace.pattern}".`,
      );
    }
    problems.throwIfAny();
    if (!(await this.store.insertNamespace(manager, namespace))) {
      throw UserProblems.one(
        "CODE_TAKEN",
        ["input", "code"],
        `code must be new, but a namespace "${namespace.code}" exists.`,
      );
    }
    return namespace;
  }
}

function assertCode(problems: ProblemList, code: string): void {
  if (!CODE.test(code))
    problems.add(
      "INVALID_INPUT",
      ["input", "code"],
      `code must be 1 to 64 letters, digits, dots, hyphens and underscores, but got "${code}".`,
    );
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}
