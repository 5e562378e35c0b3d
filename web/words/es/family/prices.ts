export const prices = {
  "family.prices.title": "Precios",
  "family.prices.price": "{service}: {price}",
  "family.prices.free": "{service}: gratis",
  "family.prices.agency": "{service}: gratis para usted, paga la agencia",
  "family.prices.law": "{service}: gratis para usted, por ley",
  "family.prices.taxes": "más {percent} % de impuestos, según la ley",
  "family.prices.cap": "La ley permite como máximo {price}.",
  "family.prices.only": "Solo se cobran los minutos en que los dos están conectados. No hay ningún otro cargo.",
  "family.prices.more": "Los precios y la ley, completos",
};
