/** The card company's payouts held against our books. */
export const reconciliation = {
  "staff.reconciliation.title": "Pagos de la empresa de tarjetas y nuestros libros",
  "staff.reconciliation.link": "Pagos de tarjetas y nuestros libros",
  "staff.reconciliation.lead":
    "Cada noche los resúmenes de la empresa de tarjetas se comparan con nuestras filas, línea por línea. Cada pago y cada devolución debe estar en los dos, con la misma suma.",
  "staff.reconciliation.shared":
    "Este servidor atiende a varias agencias. Quien añade dinero no pertenece a ninguna, así que solo quien opera el servidor puede ver los resúmenes de la empresa de tarjetas.",
  "staff.reconciliation.shared.next": "Pregúntele. Ve lo mismo con la orden",
  "staff.reconciliation.practice":
    "Esto es una demostración con una tarjeta de práctica: no se mueve dinero y ninguna empresa de tarjetas envía un resumen.",
  "staff.reconciliation.off": "En este servidor no hay ninguna empresa de tarjetas, así que no hay resumen.",
  "staff.reconciliation.never": "Todavía no se comparó nada. Se hace cada noche; lo que se encuentra está aquí por la mañana.",
  "staff.reconciliation.at":
    "Última comparación: {when}. {theirs, plural, one {# línea} other {# líneas}} de la empresa de tarjetas, {ours, plural, one {# fila nuestra} other {# filas nuestras}}.",
  "staff.reconciliation.good": "Sin diferencias",
  "staff.reconciliation.bad": "{count, plural, one {# diferencia} other {# diferencias}}",
  "staff.reconciliation.payouts": "Pagos al banco",
  "staff.reconciliation.payouts.table": "Cada pago junto a nuestros libros",
  "staff.reconciliation.payouts.none": "La empresa de tarjetas todavía no pagó nada.",
  "staff.reconciliation.day": "Día",
  "staff.reconciliation.payout": "Pago",
  "staff.reconciliation.lines": "Líneas",
  "staff.reconciliation.theirs": "Pagado",
  "staff.reconciliation.ours": "Según nuestros libros",
  "staff.reconciliation.fees": "Sus costos",
  "staff.reconciliation.off_by": "Diferencia",
  "staff.reconciliation.state": "Estado",
  "staff.reconciliation.fees.rule": "Sus costos son de quien opera el servidor. Ninguna familia los paga.",
  "staff.reconciliation.differences": "Lo que no coincide",
  "staff.reconciliation.differences.table": "Cada diferencia con su siguiente paso",
  "staff.reconciliation.differences.none": "Todo coincide.",
  "staff.reconciliation.what": "Qué",
  "staff.reconciliation.next": "El siguiente paso",
  "staff.reconciliation.their_sum": "De ellos",
  "staff.reconciliation.our_sum": "Nuestro",
  "staff.reconciliation.their_id": "Su número",
  "staff.reconciliation.our_id": "Nuestro número",
  "staff.reconciliation.kind": "Tipo",
  "staff.reconciliation.kind.deposit": "Dinero añadido",
  "staff.reconciliation.kind.refund": "Devuelto",
  "staff.reconciliation.kind.payout": "Pago al banco",
  "staff.reconciliation.kind.other": "Otro",
  "staff.reconciliation.only_theirs": "Solo lo tiene la empresa de tarjetas",
  "staff.reconciliation.only_theirs.next":
    "Búsquelo en la empresa de tarjetas por su número. Si se hizo allí a mano, o lo hizo otro sistema con las mismas claves, anótelo; si no, avise a quien opera el servidor.",
  "staff.reconciliation.only_ours": "Solo está en nuestros libros, diez días después",
  "staff.reconciliation.only_ours.next":
    "Mire en la empresa de tarjetas si se pagó y en qué pago al banco. Si no, avise a quien opera el servidor antes de que alguien lo gaste.",
  "staff.reconciliation.other_sum": "Está en los dos, con sumas distintas",
  "staff.reconciliation.other_sum.next":
    "Compare las dos sumas en la empresa de tarjetas. La nuestra se corrige con otra fila, nunca cambiando una: avise a quien opera el servidor.",
  "staff.reconciliation.payout_sum": "El pago no es la suma de sus líneas",
  "staff.reconciliation.payout_sum.next":
    "Descargue el informe del pago en la empresa de tarjetas y compare sus líneas. Puede que una línea llegara después.",
};
