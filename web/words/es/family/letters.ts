/** Said by the page of one's letters. */
export const ownLetters = {
  "family.letters.title": "Nuestras cartas",
  "family.letters.which": "Cartas que puede detener",
  "family.letters.which.more":
    "Siempre llegan las cartas sobre la seguridad de su cuenta, las decisiones sobre usted y las visitas reservadas, canceladas o perdidas: sin ellas podría perder una visita o su cuenta.",
  "family.letters.stopped": "Detener todas estas",
  "family.letters.night": "Horas de silencio",
  "family.letters.night.more": "Las cartas que no hacen falta esperan a que termine su noche, salvo que lleguen demasiado tarde.",
  "family.letters.night.on": "Sin cartas por la noche",
  "family.letters.night.from": "Desde",
  "family.letters.night.to": "Hasta",
  "family.letters.night.zone": "Estas horas son las de su reloj: {zone}.",
  "family.letters.save": "Guardar",
  "family.letters.saved": "Sus opciones están guardadas.",
  "family.letters.log": "Cartas que le enviamos",
  "family.letters.log.more": "Qué pasó con cada una, sin sus palabras.",
  "family.letters.log.none": "Todavía no le hemos enviado ninguna carta.",
  "family.letters.log.show": "Mostrar cartas anteriores",
  "family.letters.back":
    "Las cartas a su dirección vuelven. Puede que su buzón esté lleno o cerrado. Todo lo que escribimos también está aquí.",
  "family.letters.back.see": "Ver las cartas",
};
