import { once } from "node:events";
import type { RequestListener } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";

/** For localhost alone and for these tests alone: whoever trusts it trusts whoever reads this file. */
export const TEST_CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBZzCCAQ2gAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
CWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABN84/eUEbjkcrwtq
LwDqxlbUCZbscNBX1hEDg/PY54J2JV1djtkCo+4lG6YK/jurYjFvUYBzxHBTK/Mw
InftyoejTjBMMA8GA1UdEwEB/wQFMAMBAf8wGgYDVR0RBBMwEYIJbG9jYWxob3N0
hwR/AAABMB0GA1UdDgQWBBRSM026QHcOLxLQmgIYu82t/MxFnzAKBggqhkjOPQQD
AgNIADBFAiEA6BOwOz5aTEt7Z7uGVwAxkWe8iLs70yKSzmb+cLHKsCYCIHnIDWQO
wMrvHY7W4/e18Zfy0cisHFPgDLBK+ieWTVRE
-----END CERTIFICATE-----`;
const TEST_KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgJFSw0Pz8+Uv/8lE7
iZdor8uQf76eFeR13pz2c7SbAPqhRANCAATfOP3lBG45HK8Lai8A6sZW1AmW7HDQ
V9YRA4Pz2OeCdiVdXY7ZAqPuJRumCv47q2Ixb1GAc8RwUyvzMCJ37cqH
-----END PRIVATE KEY-----`;

/** A jail system's own https server on the loopback. */
export async function startPlace(answer: RequestListener) {
  const server = createServer({ cert: TEST_CERTIFICATE, key: TEST_KEY }, answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    address: `https://localhost:${port}/list.csv`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
