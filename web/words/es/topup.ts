/** Cards that are kept, and money that is added by itself. */
export const topUp = {
  "topup.title": "Añadir dinero automáticamente",
  "topup.none":
    "Aquí no hay ninguna tarjeta guardada, así que nunca se cobra nada solo. Si lo quiere: añada dinero arriba y marque «Guardar esta tarjeta».",
  "topup.keep": "Guardar esta tarjeta, para añadir dinero con un toque, o automáticamente cuando yo lo diga",
  "topup.keep.more":
    "La guarda Stripe, la empresa de tarjetas. Nosotros guardamos su marca, sus cuatro últimos números y su vencimiento, nunca su número. No se cobra nada si usted no lo pulsa o no lo activa abajo, y puede quitarla cualquier día. Ocupa el lugar de la que estaba guardada antes.",
  "topup.keep.more.practice": "Una tarjeta de práctica no es una tarjeta: esto muestra qué pasaría.",
  "topup.practice": "¿Qué tarjeta de práctica?",
  "topup.practice.4242": "Una que siempre dice que sí",
  "topup.practice.0341": "Una que es rechazada cuando se vuelve a usar",
  "topup.practice.3184": "Una cuyo banco quiere preguntarle cada vez",
  "topup.card": "{brand} terminada en {lastFour}",
  "topup.card.expires": "Válida hasta {month}",
  "topup.remove": "Quitar esta tarjeta",
  "topup.remove.ask": "¿Quitar esta tarjeta?",
  "topup.remove.lost":
    "La olvidamos nosotros y también Stripe. Ya no se añade dinero automáticamente. Lo que hay en su monedero sigue siendo suyo y vuelve a la tarjeta de la que vino.",
  "topup.remove.keep": "Dejarla",
  "topup.removed": "La tarjeta está olvidada.",
  "topup.below": "Cuando haya libre menos de",
  "topup.add": "Añadir",
  "topup.month": "Como máximo al mes",
  "topup.says":
    "Cuando haya menos de {below} libre, se añaden {add} de {card}, como máximo {month} al mes. No hay comisión. Recibe una carta cada vez.",
  "topup.password": "Su contraseña",
  "topup.password.why": "Para que nadie más que tenga su teléfono pueda hacer que se cobre más de su tarjeta.",
  "topup.password.wrong": "Esa no es su contraseña.",
  "topup.password.wrong.more": "No se cobró ni se cambió nada. Escríbala otra vez.",
  "topup.password.practice": "En esta demostración la contraseña de todos es a-door-left-open.",
  "topup.on": "Activar",
  "topup.change": "Cambiar",
  "topup.again": "Activar otra vez",
  "topup.off": "Desactivar",
  "topup.is_on": "Activado",
  "topup.is_stopped": "Parado",
  "topup.chosen": "Está activado.",
  "topup.ended": "Está desactivado. La tarjeta sigue guardada hasta que usted la quite.",
  "topup.added": "Este mes se añadieron automáticamente {added} de {month}.",
  "topup.rests": "Se alcanzó el máximo de este mes. Sigue a partir del {day}.",
  "topup.stopped.declined":
    "Su tarjeta fue rechazada, así que ahora no se añade nada automáticamente. No se cobró nada. Añada dinero con otra tarjeta y guarde esa, o actívelo otra vez cuando esta tarjeta funcione.",
  "topup.stopped.authentication":
    "El banco de su tarjeta quiere preguntarle antes, así que ahora no se añade nada automáticamente. No se cobró nada. Añada dinero arriba, escriba la tarjeta otra vez y guárdela: así su banco puede preguntarle. Después actívelo de nuevo.",
  "topup.stopped.disputed":
    "El banco de esta tarjeta retiró un pago, así que ya no se le cobra nada automáticamente. Añada dinero con otra tarjeta y guarde esa.",
  "topup.stopped.gave_back": "Usted recuperó su dinero, así que no se añade nada automáticamente hasta que lo active otra vez.",
  "topup.disputed": "El banco de esta tarjeta retiró un pago: ya no sirve aquí. Puede quitarla.",
};
