export const prices = {
  "family.prices.title": "Prices",
  "family.prices.price": "{service}: {price}",
  "family.prices.free": "{service}: free",
  "family.prices.agency": "{service}: free for you, the agency pays",
  "family.prices.law": "{service}: free for you, by law",
  "family.prices.taxes": "and {percent}% tax, set by law",
  "family.prices.cap": "The law allows at most {price}.",
  "family.prices.only": "Charged only for minutes you are both connected. There is no other fee.",
  "family.prices.more": "Prices and the law, in full",
};
