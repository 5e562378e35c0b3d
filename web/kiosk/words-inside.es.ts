export { live as words } from "#web/words/es/live.ts";
