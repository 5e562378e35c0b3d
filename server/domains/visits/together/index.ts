import "./together.tables.ts";

export { registerOwnDrawings } from "./own-data.service.ts";
export { type MayLook, pictureOfVisit } from "./pictures.service.ts";
export { replayOf } from "./replay.service.ts";
export { DECIDED } from "./review.service.ts";
export { keepDrawnSheet } from "./shelf.service.ts";
export { registerTogetherKeeping } from "./together.keeping.ts";
export { type TogetherRoom, type Told, togetherRoom } from "./together.room.ts";
export { togetherRoutes } from "./together.routes.ts";
