import { RouterProvider } from "@tanstack/react-router";
import { router } from "./router.tsx";

/** Every page behind the sign-in; loaded apart, so that the sign-in itself is light. */
export default function Pages() {
  return <RouterProvider router={router} />;
}
