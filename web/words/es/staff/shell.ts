export const shell = {
  "staff.title": "Personal",

  "staff.copy": "Copiar",
  "staff.copy.done": "Copiado.",
  "staff.copy.refused": "Su navegador no lo permitió. Seleccione el texto y cópielo usted.",

  "staff.print": "Imprimir",

  "staff.more": "Mostrar más",

  "staff.yes": "Sí",

  "staff.not_yet": "Todavía no",

  "staff.told": "Las dos partes leen:",

  "staff.note": "Nota para el registro del personal, si quiere",
  "staff.note.hint": "Solo queda en el registro. Ninguna de las partes la lee nunca.",

  "staff.unit": "Unidad",
  "staff.unit.all": "Todas las unidades",

  "staff.language.en": "Inglés",
  "staff.language.es": "Español",

  "staff.role.visitation_officer.may": "Ve el tablero, observa visitas, decide solicitudes y da códigos a residentes.",
  "staff.role.supervisor.may": "Todo lo de un oficial, más estaciones, grabaciones y el registro.",
  "staff.role.facility_administrator.may": "Todo lo de supervisión, más quién trabaja aquí.",
  "staff.role.overseer.may": "Lee todo lo de aquí y no cambia nada.",

  "staff.rail": "Principal",
  "staff.rail.today": "Hoy",
  "staff.rail.live": "En vivo",
  "staff.rail.approvals": "Solicitudes",
  "staff.rail.residents": "Residentes",
  "staff.rail.stations": "Estaciones",
  "staff.rail.staff": "Personal",
  "staff.rail.record": "Registro",
  "staff.rail.account": "Su cuenta",
  "staff.rail.change": "Cambiar de centro",
  "staff.rail.sign_out": "Salir",

  "staff.field.email": "Correo del trabajo",
  "staff.field.password": "Contraseña",
  "staff.field.password_new": "Contraseña nueva",
  "staff.field.password.hint": "{min} caracteres o más. Cuatro palabras que no van juntas funcionan bien.",

  "staff.kind.jail": "Cárcel",
  "staff.kind.prison": "Prisión",
  "staff.idle.title": "¿Sigue ahí?",
  "staff.idle.lead": "Nadie ha usado esta página en un rato, así que vamos a cerrar su sesión. Lo que escribió se guarda en esta ventana.",
  "staff.idle.left": "La sesión se cierra en {time}",
  "staff.idle.stay": "Seguir dentro",
  "staff.idle.gone": "Su sesión se cerró porque no hubo nadie aquí durante 30 minutos.",
  "staff.idle.gone.more": "Inicie sesión para seguir donde estaba. Lo que escribió se guardó.",
};
