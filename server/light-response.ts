import { getRequestListener } from "@hono/node-server";

/**
 * The Response of @hono/node-server. It keeps body and headers as they were given; a native one makes a stream of the
 * body, which the server then has to read back, and that costs more than everything else of a cached answer. The
 * library offers it only in place of the global one, and that has to stay as Next expects it.
 */
export const LightResponse: typeof Response = (() => {
  const natives = Object.entries(Object.getOwnPropertyDescriptors(globalThis)).filter(([name]) =>
    ["Request", "Response"].includes(name),
  );
  getRequestListener(() => undefined, { overrideGlobalObjects: true });
  const light = globalThis.Response;
  for (const [name, native] of natives) Object.defineProperty(globalThis, name, native);
  return light;
})();
