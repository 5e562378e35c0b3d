export const home = {
  "family.home.hello": "Hola, {name}",
  "family.home.empty": "No hay visitas reservadas",
  "family.home.empty.more": "Elija un día y una hora que le convenga. Toma un minuto.",
  "family.home.nobody": "Primero, agregue a su persona",
  "family.home.nobody.more":
    "Necesita su nombre completo y fecha de nacimiento, o su número de registro. El centro revisa cada petición y le dice el motivo, decida lo que decida.",
  "family.home.refused": "No se aprobó su petición",
  "family.home.refused.more": "Lea el motivo en su lista. Allí puede pedir otra vez, con lo que faltaba.",
  "family.home.waiting": "Su petición está en el centro",
  "family.home.waiting.more":
    "El personal la revisa. Usted lee aquí la respuesta y su motivo, y también por correo. Después puede reservar.",
  "family.home.later": "{count, plural, one {# visita más reservada} other {# visitas más reservadas}}",
  "family.home.what": "¿Qué quiere hacer?",
  "family.home.past": "Visitas pasadas",

  "family.next.title": "Su próxima visita",
  "family.next.steps": "Cuánto falta para la visita",
  "family.next.ready": "Prepararse",
  "family.next.open": "Sala abierta",
  "family.next.starts_in": "Empieza en {time}",
  "family.next.ends_in": "Termina en {time}",
  "family.next.check": "Probar cámara y sonido",
  "family.next.check.more": "La sala de espera abre a las {time}.",
  "family.next.join": "Ir a su visita",
  "family.next.join.more": "Primero, una prueba corta de cámara y sonido.",
  "family.next.change": "Ver o cancelar esta visita",
  "family.next.see": "Ver esta visita",

  "family.lately.title": "Qué pasó últimamente",
  "family.lately.connected": "Conectados {time}. {cost}",
  "family.lately.free": "No le costó nada.",
  "family.lately.decided": "{name}: {status}",
};
