import type { door as en } from "#web/words/en/door.ts";

export const door: Record<keyof typeof en, string> = {
  "door.page": "La entrada",
  "door.title": "Dos personas, una línea entre ellas",
  "door.lead.demo":
    "Visitas por video, llamadas y mensajes para prisiones y cárceles. Abierto, justo y con el mismo registro para todos. Esta es una demostración con personas inventadas: entre por cualquier puerta.",
  "door.lead.real": "Visitas por video para prisiones y cárceles. Abierto, justo y con el mismo registro para todos. Elija su puerta.",
  "door.doors": "Cuatro puertas",
  "door.family.title": "Familias",
  "door.family.text": "En un teléfono: la próxima visita, cuánto cuesta y qué sigue.",
  "door.family.who": "Usted es {name} y tiene a alguien adentro.",
  "door.family.go": "Entrar como {name}",
  "door.family.plain": "Entrar o registrarse",
  "door.kiosk.title": "Personas adentro",
  "door.kiosk.text": "En una pantalla compartida de la unidad: las visitas y quién viene.",
  "door.kiosk.who": "Usted es {name}. La página de entrada le dice el número y el PIN.",
  "door.kiosk.go": "Entrar como {name}",
  "door.kiosk.plain": "Abrir el quiosco",
  "door.staff.title": "Personal",
  "door.staff.text": "En un escritorio, todo el turno: el tablero de hoy, aprobaciones y estaciones.",
  "door.staff.who": "Usted es {name}, en la mesa de visitas.",
  "door.staff.go": "Entrar como {name}",
  "door.staff.plain": "Entrar a la consola",
  "door.public.title": "Todo el mundo",
  "door.public.text": "Las reglas de cada institución y qué tan bien funciona todo.",
  "door.public.who": "No hace falta nombre.",
  "door.public.go": "Leer el registro público",
  "door.tip":
    "Consejo: abra Familias y Personas adentro en dos ventanas, una al lado de la otra, y verá la misma visita desde los dos lados. Ni dinero real ni personas reales.",
  "door.real.tip":
    "¿No sabe por dónde? Las familias entran con un correo electrónico. Los quioscos están en las unidades y los prepara el personal.",
  "door.going": "Abriendo la puerta",
  "door.outbox": "Leer los correos que esta demostración habría enviado",
  "door.parts": "Las partes de cada pantalla",
};
