export const account = {
  "staff.account.title": "Su cuenta",
  "staff.account.everywhere": "Todos los centros",
  "staff.account.password": "Para una contraseña nueva use «Olvidé mi contraseña» al entrar.",

  "staff.sign_ins.title": "Dónde tiene la cuenta abierta",
  "staff.sign_ins.more": "Cierre los que no conozca y ponga una contraseña nueva.",
  "staff.sign_ins.this": "Este navegador",
  "staff.sign_ins.active": "Último uso: {when}",
  "staff.sign_ins.end": "Cerrar allí",
  "staff.sign_ins.end_this": "Cerrar allí: {label}",
  "staff.sign_ins.ended": "Ese navegador quedó cerrado.",
  "staff.sign_ins.unknown": "Un navegador",
};
