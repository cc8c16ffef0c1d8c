// Google's sign-in, as @emulators/google plays it, on a port of this computer. Its arguments: the folder
// that holds node_modules, the port. It prints "ready", then a line for each request.
import { pathToFileURL } from "node:url";

const load = (name) => import(pathToFileURL(`${process.argv[2]}/node_modules/@emulators/${name}/dist/index.js`));
const { createServer, serve } = await load("core");
const { default: plugin, seedFromConfig } = await load("google");

const port = Number(process.argv[3]);
const baseUrl = `http://127.0.0.1:${port}`;
const { app, store } = createServer(plugin, { port, baseUrl, tokens: {} });
plugin.seed?.(store, baseUrl);
seedFromConfig(store, baseUrl, { users: [{ email: "ada@example.com", name: "Ada" }], calendars: [] });
const logged = (request) => {
  console.log(`${request.method} ${new URL(request.url).pathname}`);
  return app.fetch(request);
};
serve({ fetch: logged, port, hostname: "127.0.0.1" });
console.log("ready");
