export const signIn = {
  "family.sign_in.title": "Entrar",
  "family.sign_in.lead": "Visite a su persona por video.",
  "family.sign_in.back": "Entre y le llevamos a la página que pidió.",
  "family.sign_in.act": "Entrar",
  "family.sign_in.forgot": "Olvidé mi contraseña",
  "family.sign_in.new": "¿Es su primera vez?",
  "family.sign_in.new.more": "La cuenta es gratis. Toma dos minutos.",
  "family.sign_in.sign_up": "Hacer una cuenta",

  "family.sign_up.title": "Haga su cuenta",
  "family.sign_up.lead": "Una sola cuenta para todas las personas que visita, en todos los centros.",
  "family.sign_up.privacy":
    "El centro donde está su persona ve su nombre y su fecha de nacimiento. No seguimos dónde está usted y no vendemos nada.",
  "family.sign_up.act": "Hacer mi cuenta",
  "family.sign_up.have": "¿Ya tiene cuenta?",

  "family.mail.title": "Revise su correo",
  "family.mail.sign_up": "Le escribimos a {email}. Presione el enlace de ese mensaje y luego entre.",
  "family.mail.reset": "Si hay una cuenta para {email}, ya va un enlace para poner una contraseña nueva.",
  "family.mail.nothing": "¿No llegó nada?",
  "family.mail.nothing.spam": "Mire en la carpeta de correo no deseado.",
  "family.mail.nothing.typo": "Revise que la dirección de arriba esté bien.",
  "family.mail.nothing.wait": "Los mensajes pueden tardar unos minutos. Cada enlace sirve una vez.",
  "family.mail.to_sign_in": "Volver a entrar",

  "family.confirm.title": "Confirme su correo",
  "family.confirm.lead": "Presione una vez y su cuenta está lista.",
  "family.confirm.act": "Confirmar mi correo",
  "family.confirm.done": "Su correo está confirmado",
  "family.confirm.done.more": "Entre con la contraseña que eligió.",
  "family.confirm.again": "Pedir un enlace nuevo",

  "family.forgot.title": "Ponga una contraseña nueva",
  "family.forgot.lead": "Le mandamos un enlace a su correo. También abre una cuenta bloqueada.",
  "family.forgot.act": "Mandarme un enlace",

  "family.reset.title": "Elija una contraseña nueva",
  "family.reset.lead": "Con esto se cierran las demás sesiones.",
  "family.reset.act": "Guardar la contraseña nueva",
  "family.reset.done": "Su contraseña nueva está guardada",
  "family.reset.done.more": "Se cerraron todas sus sesiones. Entre con la contraseña nueva.",
};
