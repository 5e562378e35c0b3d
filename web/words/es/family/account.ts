export const account = {
  "family.account.title": "Su cuenta",
  "family.account.screen": "Cómo se ve y cómo habla",
  "family.account.language.more": "Nuestros mensajes también llegan en este idioma.",
  "family.account.sign_out": "Cerrar sesión",

  "family.sign_ins.title": "Dónde tiene la sesión abierta",
  "family.sign_ins.more": "¿Hay una que no conoce? Ciérrela y ponga una contraseña nueva.",
  "family.sign_ins.unknown": "Un navegador",
  "family.sign_ins.this": "Esta",
  "family.sign_ins.active": "Último uso: {when}",
  "family.sign_ins.end": "Cerrar",
  "family.sign_ins.end_this": "Cerrar la sesión de {label}",
  "family.sign_ins.ended": "Esa sesión está cerrada.",

  "family.help.title": "Ayuda",
  "family.help.lead": "Respuestas cortas. Sin esperar al teléfono.",
  "family.help.camera": "Mi cámara o mi micrófono no funciona",
  "family.help.camera.more":
    "Presione el signo de cámara o candado junto a la dirección y elija “Permitir”. Cierre otras llamadas. Luego presione “Probar otra vez”. Con solo el micrófono también puede hacer la visita.",
  "family.help.drop": "La conexión se corta",
  "family.help.drop.more":
    "Quédese en la página. Vuelve sola: primero el sonido, luego la imagen. Ayuda cerrar otros programas y estar cerca de su Wi-Fi.",
  "family.help.late": "Voy tarde",
  "family.help.late.more": "Puede entrar hasta que termine la visita. Termina a su hora, porque la siguiente familia está esperando.",
  "family.help.cost": "¿Cuánto cuesta?",
  "family.help.cost.more": "Nada. Las videovisitas son gratis para usted y para su persona, y no hay cargos de ningún tipo.",
  "family.help.recorded": "¿Quién guarda la grabación?",
  "family.help.recorded.more":
    "El centro. Cada vez que alguien la ve, tiene que decir para qué, y queda anotado donde nadie lo puede cambiar.",
  "family.help.watch": "¿Puede el personal mirar sin que yo lo sepa?",
  "family.help.watch.more":
    "No. Las dos pantallas muestran un aviso antes de que la primera imagen llegue al personal, y queda en el registro de la visita.",
  "family.help.lawyer": "Soy abogado o abogada",
  "family.help.lawyer.more":
    "Las visitas aquí se graban. No las use para consejos legales. Pida en la oficina de visitas del centro una visita legal privada.",
  "family.help.missed": "Una visita se canceló o se perdió",
  "family.help.missed.more": "Abra la visita: dice quién la causó y por qué, con las mismas palabras para todos. Luego reserve otra.",
  "family.help.person": "No aprobaron mi petición",
  "family.help.person.more":
    "Abra la página de la persona para leer el motivo y qué sigue. Si cree que está mal, pregunte en la oficina de visitas del centro.",
  "family.help.facility": "¿A quién puedo preguntar?",
  "family.help.facility.more":
    "La oficina de visitas del centro decide sobre las visitas. Diga el día, la hora y el nombre de su persona; ellos ven el mismo registro que usted.",
  "family.help.rules": "Reglas de cada centro",
  "family.help.rules.more": "Están en la página de su persona: duración, horario, cuántas por semana.",

  "family.id.title": "Su identificación",
  "family.id.lead": "El personal compara su identificación con su cara antes de responder. Tome tres fotos con buena luz.",
  "family.id.front": "Frente de su identificación",
  "family.id.back": "Reverso de su identificación",
  "family.id.selfie": "Su cara",
  "family.id.take": "Tome la foto o elija una",
  "family.id.again": "Tómela de nuevo",
  "family.id.sending": "Enviando …",
  "family.id.there": "La tenemos. Se borrará {day}, o 30 días después de la respuesta.",
  "family.id.missing": "Aún no enviada.",
  "family.id.private":
    "Solo ve estas fotos el personal que responde a sus solicitudes, y cada mirada queda anotada. Se quitan el lugar y la hora ocultos en una foto.",
  "family.data.title": "Sus datos",
  "family.data.lead": "Todo lo que se guarda sobre usted, en un archivo. No incluye datos de otras personas.",
  "family.data.ask": "Hacer el archivo",
  "family.data.asked": "Lo estamos haciendo. Pronto le llegará una carta con un enlace.",
  "family.data.fetch": "Descargar el archivo ahora",
  "family.closing.title": "Cerrar su cuenta",
  "family.closing.goes":
    "Termina enseguida: sus sesiones y {connections} conexiones o solicitudes, con todas las visitas reservadas. Se borran enseguida: {pictures} fotos de identificación y {guests} invitados.",
  "family.closing.stays.visit_records": "Los centros guardan los registros de visitas y decisiones el tiempo que la ley les manda.",
  "family.closing.stays.audit": "Queda el registro de quién hizo qué, sin nombres.",
  "family.closing.stays.name_in_records":
    "Su nombre y su fecha de nacimiento quedan en ellos 30 días más, y más tiempo solo si lo dice un tribunal o una investigación.",
  "family.closing.password": "Su contraseña",
  "family.closing.act": "Cerrar mi cuenta para siempre",
};
