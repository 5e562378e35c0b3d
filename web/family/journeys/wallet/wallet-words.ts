import type { z } from "zod";
import type { OwnWallet as Shape } from "#contracts/wallets.ts";

export type OwnWallet = z.infer<typeof Shape>;
