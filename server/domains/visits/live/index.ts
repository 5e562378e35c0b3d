export { connectedSeconds } from "./connected.rules.ts";
export { type EndingCode, outcomeOf } from "./live.rules.ts";
export { type PartyParts, registerPartySockets } from "./party.socket.ts";
export { mayLookIn } from "./room-together.ts";
export { createRooms, type Rooms } from "./rooms.ts";
export { registerStaffSocket } from "./staff.socket.ts";
