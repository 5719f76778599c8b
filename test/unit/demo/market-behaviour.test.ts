import { makeCloud } from "./make-cloud";
import { type PersonRegister, registerPeople } from "./person-register";
import { readTouchpoints, type Touchpoint } from "./read-cloud";

const TIMEOUT_MS = 60_000;
const DAY_MS = 86_400_000;
const startOf = (date: string): number => Date.parse(`${date}T00:00:00+08:00`);

describe("the market of a synthetic cloud", () => {
  let touchpoints: readonly Touchpoint[];
  let register: PersonRegister;

  beforeAll(async () => {
    const cloud = await makeCloud({ seed: 42, people: 6_000, touchpoints: 90_000 });
    touchpoints = readTouchpoints(cloud.folder, cloud.summary.files);
    register = registerPeople(touchpoints);
    cloud.remove();
  }, TIMEOUT_MS);

  const where = (action: string): readonly Touchpoint[] =>
    touchpoints.filter((touchpoint) => touchpoint.action === action);

  it("has visits without a brand, searches in Chinese, shares and memberships", () => {
    expect(where("VISIT").filter(({ brand }) => brand === undefined).length).toBeGreaterThan(0.08 * touchpoints.length);
    expect(where("SEARCH").some(({ keyword }) => keyword === "皓屿 腕表")).toBe(true);
    expect(where("SHARE").length).toBeGreaterThan(0);
    expect(where("MEMBER_JOIN").length).toBeGreaterThan(0);
  });

  it("peaks on 11 November", () => {
    const ordersOn = (date: string): number =>
      where("ORDER").filter(({ at }) => at >= startOf(date) && at < startOf(date) + DAY_MS).length;
    expect(ordersOn("2025-11-11")).toBeGreaterThan(3 * ordersOn("2025-10-28"));
  });

  it("has carts of one brand whose owner then orders from a rival", () => {
    const carts = new Map<number, Touchpoint>();
    let intercepted = 0;
    touchpoints.forEach((touchpoint, position) => {
      const person = register.personOf[position]!;
      if (touchpoint.action === "ADD_TO_CART") carts.set(person, touchpoint);
      const cart = carts.get(person);
      if (touchpoint.action !== "ORDER" || cart === undefined) return;
      if (cart.category === touchpoint.category && cart.brand !== touchpoint.brand) intercepted += 1;
    });
    expect(intercepted).toBeGreaterThan(20);
  });

  it("lets the campaign reach people who never met the category", () => {
    const firstContacts = new Map<number, Touchpoint>();
    touchpoints.forEach((touchpoint, position) => {
      const person = register.personOf[position]!;
      if (touchpoint.category === "watch" && !firstContacts.has(person)) firstContacts.set(person, touchpoint);
    });
    const newcomers = [...firstContacts.values()].filter(({ campaign }) => campaign === "haoyu-1111");
    expect(newcomers.length).toBeGreaterThan(50);
  });

  it("lets the share of buyers rise with off-site contacts to a plateau from the seventh to ninth", () => {
    const paths = new Map<string, { contacts: number; isBuyer: boolean }>();
    touchpoints.forEach(({ brand, action, site }, position) => {
      if (brand === undefined) return;
      const key = `${brand} ${register.personOf[position]}`;
      const path = paths.get(key) ?? { contacts: 0, isBuyer: false };
      paths.set(key, path);
      if (action === "ORDER") path.isBuyer = true;
      else if (!path.isBuyer && site === "OFF_SITE" && action !== "CLICK") path.contacts += 1;
    });
    const buyerShare = (from: number, to: number): number => {
      const people = [...paths.values()].filter(({ contacts }) => contacts >= from && contacts <= to);
      return people.filter(({ isBuyer }) => isBuyer).length / people.length;
    };
    expect(buyerShare(7, 9)).toBeGreaterThan(1.3 * buyerShare(2, 4));
    expect(buyerShare(10, Infinity) / buyerShare(7, 9)).toBeGreaterThan(0.75);
    expect(buyerShare(10, Infinity) / buyerShare(7, 9)).toBeLessThan(1.25);
  });
});
