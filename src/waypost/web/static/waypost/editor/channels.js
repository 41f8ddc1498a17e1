/** Which channel a touchpoint's name speaks of, and whether it is ours: a guess that one click corrects. */

/** The first that fits wins. @type {[RegExp, string, string?][]} */
const SIGNS = [
  [/\b(e-?mail|newsletter|inbox)\b/i, "email"],
  [/\b(sms|text message)\b/i, "sms"],
  [/\b(push|notification)\b/i, "push"],
  [/\b(chat|messenger|whatsapp)\b/i, "chat"],
  [/\b(phone|call|hotline)\b/i, "phone"],
  [/\b(word of mouth|friends?|peers?|colleagues?|neighbours?)\b/i, "peer", "third-party"],
  [/\b(reviews?|ratings?|trustpilot)\b/i, "review", "third-party"],
  [/\b(search|google)\b/i, "search", "third-party"],
  [/\b(advert|ads?|banner|poster|billboard)\b/i, "advert"],
  [/\b(instagram|facebook|linkedin|tiktok|social)\b/i, "social"],
  [/\b(app)\b/i, "app"],
  [/\b(bank)\b/i, "bank"],
  [/\b(pay|payment|checkout|till|card)\b/i, "payment"],
  [/\b(delivery|courier|parcel|shipping)\b/i, "delivery"],
  [/\b(letter|post|mail)\b/i, "post"],
  [/\b(store|shop|branch|showroom)\b/i, "store"],
  [/\b(webinar|event|fair|conference|meetup)\b/i, "event"],
  [/\b(video|youtube)\b/i, "video"],
  [/\b(contract|guide|manual|pdf|document|invoice|brochure|form)\b/i, "document"],
  [/\b(visit|meeting|in person|face to face|rep|consultant)\b/i, "in-person"],
  [/\b(web|site|page|website|online|portal)\b/i, "web"],
  [/\b(product|device)\b/i, "product"],
];

/** @param {string} name @returns {{channel?: string, by?: string}} */
export function guessed(name) {
  const [, channel, by] = SIGNS.find(([sign]) => sign.test(name)) ?? [];
  return { ...(channel ? { channel } : {}), ...(by ? { by } : {}) };
}
