import assert from "node:assert/strict";
import type { NetworkInterfaceInfo } from "node:os";
import { test } from "node:test";
import { chooseMediaAddress } from "./media-address.ts";

const at = (address: string, internal = false, family: "IPv4" | "IPv6" = "IPv4") =>
  [{ address, internal, family, netmask: "", mac: "", cidr: null, scopeid: 0 }] as NetworkInterfaceInfo[];
const lo = at("127.0.0.1", true);

test("loopback, IPv6 and self-assigned addresses are no media addresses", () => {
  assert.equal(chooseMediaAddress(undefined, { lo, eth0: at("fd00::2", false, "IPv6"), eth1: at("169.254.3.4") }), undefined);
});

test("an outward interface is preferred to a container's bridge, and a bridge to nothing", () => {
  assert.equal(chooseMediaAddress(undefined, { docker0: at("172.17.0.1"), eth0: at("10.0.0.5") }), "10.0.0.5");
  assert.equal(chooseMediaAddress(undefined, { lo, docker0: at("172.17.0.1") }), "172.17.0.1");
});

test("the configured address is used only while this machine has it", () => {
  assert.equal(chooseMediaAddress("10.0.0.6", { eth0: at("10.0.0.5"), eth1: at("10.0.0.6") }), "10.0.0.6");
  assert.equal(chooseMediaAddress("10.0.0.7", { eth0: at("10.0.0.5") }), undefined);
});
