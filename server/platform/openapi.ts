import swagger from "@fastify/swagger";
import type { FastifyInstance } from "fastify";
import { jsonSchemaTransform } from "fastify-type-provider-zod";

/** Collects every route registered after it into one OpenAPI 3.1 document, served at `/api/openapi.json`. */
export function registerOpenApi(app: FastifyInstance, version: string): void {
  app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Throughline",
        version,
        description:
          "The API of an open communications system for prisons and jails. It only grows: what a version answers, a later one answers too.",
        license: { name: "AGPL-3.0-or-later", identifier: "AGPL-3.0-or-later" },
      },
    },
    transform: jsonSchemaTransform,
  });
  app.register(async (routes) => {
    routes.get("/api/openapi.json", { config: { permission: "public.read" }, schema: { hide: true } }, async () => routes.swagger());
  });
}
