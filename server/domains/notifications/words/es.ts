import type { SentenceId } from "./en.ts";

/** The same sentences in Spanish. */
export const es: Readonly<Record<SentenceId, string>> = {
  greeting: "Hola:",
  signature: "Throughline\n{site}",
  not_you: "Si no fue usted, no tiene que hacer nada.",

  "confirm_email.subject": "Confirme su dirección de correo",
  "confirm_email.body":
    "Gracias por crear una cuenta. Para confirmar que esta dirección es suya, abra este enlace y pulse el botón que verá allí:\n\n{link}\n\nEl enlace funciona durante tres días. Si ya venció, inicie sesión y le enviaremos uno nuevo.",

  "address_known.subject": "Usted ya tiene una cuenta",
  "address_known.body":
    "Alguien pidió una cuenta nueva con esta dirección, pero usted ya tiene una. Nada ha cambiado.\n\nSi fue usted, inicie sesión con la contraseña que eligió antes:\n\n{signIn}\n\nSi ya no la recuerda, puede elegir otra:\n\n{forgot}",

  "reset_password.subject": "Elija una contraseña nueva",
  "reset_password.body":
    "Usted pidió una contraseña nueva. Abra este enlace para elegirla:\n\n{link}\n\nEl enlace funciona durante una hora, una sola vez. La contraseña nueva cierra su sesión en todas partes y abre una cuenta bloqueada.",

  "choose_password.subject": "Elija su contraseña",
  "choose_password.body":
    "Se pidió una cuenta más de una vez con esta dirección. Abra este enlace para elegir usted la contraseña:\n\n{link}\n\nEl enlace funciona durante una hora, una sola vez. Ninguna contraseña anterior vale.",

  "password_changed.subject": "Su contraseña ha cambiado",
  "password_changed.body":
    "La contraseña de su cuenta acaba de cambiar y su sesión se cerró en todas partes. Si usted es familiar o amigo, también se quitaron sus llaves de acceso: puede agregarlas otra vez.\n\nSi no fue usted, elija otra ahora mismo:\n\n{forgot}",

  "passkey_added.subject": "Se agregó una llave de acceso a su cuenta",
  "passkey_added.body":
    "Se acaba de agregar una llave de acceso a su cuenta. Quien la tenga puede entrar sin su contraseña.\n\nSi no fue usted, ponga ahora una contraseña nueva. Eso quita todas las llaves de acceso y cierra todas las sesiones:\n\n{forgot}",
  "passkey_removed.subject": "Se quitó una llave de acceso de su cuenta",
  "passkey_removed.body":
    "Se acaba de quitar una llave de acceso de su cuenta. Ya nadie entra con ella.\n\nSi no fue usted, otra persona está dentro de su cuenta. Ponga ahora una contraseña nueva, lo que cierra todas las sesiones:\n\n{forgot}",
  "staff_passkey_added.subject": "Se agregó una llave de acceso a su cuenta de personal",
  "staff_passkey_added.body":
    "Se acaba de agregar una llave de acceso a su cuenta de personal. Quien la tenga puede entrar sin su contraseña y sin código.\n\nSi no fue usted, quítela ahora en “Su cuenta” y avise a una persona que administre el sistema:\n\n{start}",
  "staff_passkey_removed.subject": "Se quitó una llave de acceso de su cuenta de personal",
  "staff_passkey_removed.body":
    "Se acaba de quitar una llave de acceso de su cuenta de personal. Ya nadie entra con ella.\n\nSi no fue usted, avise ahora a una persona que administre el sistema. Dónde tiene la sesión abierta se ve en “Su cuenta”:\n\n{start}",

  "staff_invitation.subject": "Prepare su cuenta de personal",
  "staff_invitation.body":
    "Se le ha dado una función en {place}. Para preparar su cuenta, tenga a mano su teléfono con una aplicación de autenticación y abra este enlace:\n\n{link}\n\nEl enlace funciona durante siete días, una sola vez. Si ya venció, pida una contraseña nueva en la página de inicio de sesión y le enviaremos otro enlace.",

  "staff_grant_given.subject": "Usted tiene una función nueva",
  "staff_grant_given.body": "Se le ha dado una función nueva en {place}. La verá cuando inicie sesión:\n\n{signIn}",

  "staff_reset_password.subject": "Elija una contraseña nueva",
  "staff_reset_password.body":
    "Usted pidió una contraseña nueva para su cuenta de personal. Abra este enlace para elegirla:\n\n{link}\n\nEl enlace funciona durante una hora, una sola vez. Su sesión se cerrará en todas partes. Su aplicación de autenticación queda como está.",

  "factor_reset.subject": "Prepare de nuevo su aplicación de autenticación",
  "factor_reset.body":
    "Dos personas de su equipo acordaron restablecer su segundo paso para iniciar sesión. Su sesión se cerró en todas partes. Tenga a mano su teléfono con una aplicación de autenticación y abra este enlace para elegir una contraseña y preparar la aplicación:\n\n{link}\n\nEl enlace funciona durante siete días, una sola vez.\n\nSi usted no lo pidió, avise ahora mismo a un administrador.",

  "access_review_due.subject": "Mire quién puede hacer qué",
  "access_review_due.body":
    "Empezó un trimestre nuevo. Diga de cada rol en {place} si todavía hace falta, en el plazo de 30 días:\n\n{review}\n\nNadie decide sobre su propio rol: lo hace otro responsable.",

  "access_review_overdue.subject": "La revisión de los roles está atrasada",
  "access_review_overdue.body":
    "La revisión trimestral de quién puede hacer qué en {place} no se terminó a tiempo. Puede haber roles que ya nadie necesita. Aquí se puede leer y terminar:\n\n{review}",

  "audit_heads.subject": "Cómo está el registro, {day}",
  "audit_heads.body":
    "Estos son los últimos sellos del registro el {day}. Cada sello contiene todo lo anterior. Guarde esta carta: si alguien cambiara después el registro, estas letras y cifras ya no coincidirían.",
  "audit_heads.line": "{name}\nSello {number}, {total} filas, {at}\n{hash}",
  "audit_heads.of_facility": "Una institución",
  "audit_heads.of_agency": "Su agencia, donde no se nombra una institución",
  "audit_heads.of_world": "Todo el sistema, donde no se nombra una agencia",
  "audit_heads.next":
    "Para comprobar uno, ejecute esto en el servidor:\n\nthroughline audit verify --head (las letras y cifras)\n\nTodos los pueden leer aquí:\n\n{page}",

  "connection_approved.subject": "Ya puede reservar visitas",
  "connection_approved.body": "Se aprobó su petición de contacto con {name}.",
  "connection_approved.next": "Puede reservar una visita aquí:\n\n{page}",
  "connection_rejected.subject": "Su petición no fue aprobada",
  "connection_rejected.body": "No se aprobó su petición de contacto con {name}.",
  "connection_rejected.next":
    "Si cree que es un error, pregunte en la oficina de visitas del centro. Si algo en su petición estaba mal o faltaba, puede pedirlo otra vez aquí:\n\n{page}",
  "decision.matches_id": "El motivo: sus datos coinciden con los registrados.",
  "decision.known_to_facility": "El motivo: el centro ya le conoce.",
  "decision.name_differs": "El motivo: el nombre que dio no es el que está registrado.",
  "decision.court_order": "El motivo: una orden judicial no lo permite.",
  "decision.victim_safety": "El motivo: no se permite, para proteger a una persona.",
  "decision.not_enough_details": "El motivo: no había datos suficientes para estar seguros.",
  "decision.not_answered":
    "El motivo: el centro no respondió a tiempo. Revise el nombre, el número y la fecha de nacimiento; puede pedirlo de nuevo enseguida.",
  "decision.words": "El centro añade:\n\n{words}",

  "foot.needed": "Recibe esta carta porque {why} Estas cartas llegan siempre.",
  "foot.security": "trata de la seguridad de su cuenta.",
  "foot.decision": "se decidió algo sobre usted.",
  "foot.visit": "trata de una visita suya.",
  "foot.named": "alguien que está detenido le nombró.",
  "foot.closing": "trata del cierre de su cuenta.",
  "foot.work": "trata de su trabajo aquí.",
  "foot.reminder": "le recuerda algo.",
  "foot.progress": "trae noticias de su petición.",
  "foot.optional":
    "Esta carta no es imprescindible. Detenga todas las cartas que no hacen falta, con un toque y sin iniciar sesión:\n\n{link}",
  "connection_suspended.subject": "Su conexión está en pausa",
  "connection_suspended.body": "El centro ha puesto en pausa su conexión con {name}. Las visitas reservadas se revisan de nuevo.",
  "connection_suspended.next": "Si cree que es un error, pregunte en la oficina de visitas del centro. Aquí puede ver cómo está:\n\n{page}",
  "connection_resumed.subject": "Ya puede volver a reservar visitas",
  "connection_resumed.body": "Su conexión con {name} ya no está en pausa.",
  "connection_resumed.next": "Puede reservar una visita aquí:\n\n{page}",
  "connection_ended.subject": "Su conexión ha terminado",
  "connection_ended.body": "Su conexión con {name} ha terminado. Las visitas reservadas se cancelan.",
  "connection_ended.next":
    "Si cree que es un error, pregunte en la oficina de visitas del centro. Puede volver a pedir la conexión aquí:\n\n{page}",
  "decision.listed_by_resident": "El motivo: la persona en el centro había dado su nombre, y su nombre y fecha de nacimiento coinciden.",
  "decision.rules_broken": "El motivo: no se cumplieron las reglas de visita.",
  "decision.under_investigation": "El motivo: se está aclarando algo.",
  "decision.cleared": "El motivo: lo que lo impedía está aclarado.",
  "decision.no_longer_needed": "El motivo: ya no hace falta.",
  "decision.asked_by_resident": "El motivo: lo pidió la persona en el centro.",
  "decision.asked_by_contact": "El motivo: usted lo pidió.",
  "decision.account_closed": "El motivo: la cuenta se cerró.",
  "restriction_until.subject": "Sus visitas están limitadas por un tiempo",
  "restriction_until.body":
    "Para su conexión con {name} rige lo siguiente desde {from} hasta {until}: {what}\n\nAquí puede ver cómo está:\n\n{page}",
  "restriction_open.subject": "Sus visitas están limitadas",
  "restriction_open.body":
    "Para su conexión con {name} rige lo siguiente desde {from} hasta que el centro lo levante: {what}\n\nAquí puede ver cómo está:\n\n{page}",
  "restriction_lifted.subject": "Un límite de sus visitas ha terminado",
  "restriction_lifted.body": "Para su conexión con {name} ya no rige lo siguiente: {what}\n\nPuede reservar una visita aquí:\n\n{page}",
  "restriction.banned": "no hay visitas.",
  "restriction.closed": "las visitas en persona son detrás de un cristal.",
  "restriction.no_contact": "ningún tipo de contacto.",
  "restriction.child": "no pueden venir niños.",
  "restriction.supervised": "el personal está presente en las visitas.",
  "overdue.subject": "Hay solicitudes que esperan demasiado en {place}",
  "overdue.body": "{count} de las solicitudes de conexión en {place} acaban de pasar su plazo. Están las primeras en la lista:\n\n{page}",
  "invitation.subject": "Alguien quiere estar en contacto con usted",
  "invitation.body":
    "{name}, que está en {place}, ha dado su nombre para estar en contacto con usted. Si usted también quiere, cree una cuenta o inicie sesión y pida la conexión. Necesitará el apellido y este número: {number}\n\n{page}\n\nNo pasa nada si usted no lo pide. No recibirá más de tres cartas por semana por este motivo.",
  "own_data.subject": "Sus datos están listos",
  "own_data.body":
    "Usted pidió lo que se guarda sobre usted. Inicie sesión y descárguelo aquí:\n\n{link}\n\nEl enlace funciona una vez, durante tres días.\n\nSi no fue usted, inicie sesión y elija una contraseña nueva.",
  "closed.subject": "Su cuenta está cerrada",
  "closed.body":
    "Su cuenta se ha cerrado. Sus conexiones han terminado, las visitas reservadas se cancelan, y sus fotos de identificación, invitados y sesiones se han borrado. Esta dirección se olvida en dos días. Los centros guardan sus registros de visitas y decisiones el tiempo que la ley les manda.\n\nSi no fue usted, avise ahora a la oficina de visitas del centro.",

  everywhere: "su agencia",
};
