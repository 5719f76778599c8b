import { registerEnumType } from "type-graphql";
import { type Action, actions } from "./action";

const DESCRIPTIONS: Readonly<Record<Action, string>> = {
  IMPRESSION: "Was shown an ad (曝光).",
  CONTENT_VIEW: "Viewed a post, video or article (内容浏览).",
  CLICK: "Clicked an ad or a link (点击).",
  LIVE_VIEW: "Watched a live session (直播观看).",
  SEARCH: "Searched (搜索).",
  VISIT: "Visited the shop (进店).",
  PRODUCT_VIEW: "Viewed a product's page (商品浏览).",
  FAVOURITE: "Saved as a favourite (收藏).",
  FOLLOW: "Followed the brand (关注).",
  ADD_TO_CART: "Added to the cart (加购).",
  REMOVE_FROM_CART: "Took out of the cart (移出购物车).",
  CONSULT: "Asked the shop's service (咨询客服).",
  ORDER: "Paid an order (下单).",
  REFUND: "Was paid back, in part or whole (退款).",
  REVIEW: "Rated a purchase (评价).",
  SHARE: "Shared (分享).",
  ANSWER: "Answered another person's question (回答).",
  MEMBER_JOIN: "Became a member (入会).",
  MEMBER_LEAVE: "Gave membership up (退会).",
  MEMBER_TIER: "Changed member tier (会员等级变更).",
  BENEFIT_ISSUE: "Was issued a coupon or other benefit (权益发放).",
  BENEFIT_REDEEM: "Redeemed a benefit (权益核销).",
};

export const ActionEnum = Object.fromEntries(actions.map((action) => [action, action]));
registerEnumType(ActionEnum, {
  name: "TouchpointAction",
  description: "What a person did in a touchpoint; clients must handle unknown values.",
  valuesConfig: Object.fromEntries(
    Object.entries(DESCRIPTIONS).map(([action, description]) => [action, { description }]),
  ),
});

export const SiteEnum = { OFF_SITE: "OFF_SITE", ON_SITE: "ON_SITE" };
registerEnumType(SiteEnum, {
  name: "Site",
  description: "Where a touchpoint happened.",
  valuesConfig: {
    OFF_SITE: { description: "On media outside the shop (站外)." },
    ON_SITE: { description: "Inside the shop (站内)." },
  },
});
