import type { Action } from "../touchpoints";

/** What an action is called in a sentence. */
export const actionNames: Readonly<Record<Action, { readonly EN: string; readonly ZH: string }>> = {
  IMPRESSION: { EN: "impression", ZH: "曝光" },
  CONTENT_VIEW: { EN: "content view", ZH: "内容浏览" },
  CLICK: { EN: "click", ZH: "点击" },
  LIVE_VIEW: { EN: "live view", ZH: "直播观看" },
  SEARCH: { EN: "search", ZH: "搜索" },
  VISIT: { EN: "shop visit", ZH: "进店" },
  PRODUCT_VIEW: { EN: "product view", ZH: "商品浏览" },
  FAVOURITE: { EN: "favourite", ZH: "收藏" },
  FOLLOW: { EN: "follow", ZH: "关注" },
  ADD_TO_CART: { EN: "add to cart", ZH: "加购" },
  REMOVE_FROM_CART: { EN: "removal from the cart", ZH: "移出购物车" },
  CONSULT: { EN: "consultation", ZH: "咨询客服" },
  ORDER: { EN: "order", ZH: "下单" },
  REFUND: { EN: "refund", ZH: "退款" },
  REVIEW: { EN: "review", ZH: "评价" },
  SHARE: { EN: "share", ZH: "分享" },
  ANSWER: { EN: "answer", ZH: "回答" },
  MEMBER_JOIN: { EN: "membership", ZH: "入会" },
  MEMBER_LEAVE: { EN: "end of membership", ZH: "退会" },
  MEMBER_TIER: { EN: "change of member tier", ZH: "会员等级变更" },
  BENEFIT_ISSUE: { EN: "benefit issued", ZH: "权益发放" },
  BENEFIT_REDEEM: { EN: "benefit redeemed", ZH: "权益核销" },
};
