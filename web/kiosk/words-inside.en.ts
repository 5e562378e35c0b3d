export { live as words } from "#web/words/en/live.ts";
