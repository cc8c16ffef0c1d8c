// Doist's own TypeScript client. Its arguments: the folder that holds node_modules, and the root of a server.
// Each line in names a call, its arguments, and the answer that it gets instead of the server's, if any; each
// line out has what the client made of it, or what it found wrong.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [tools, baseUrl] = process.argv.slice(2);
const library = createRequire(pathToFileURL(`${tools}/`)).resolve("@doist/todoist-sdk");
const { TodoistApi } = await import(pathToFileURL(library));

const replaying = ({ status, body }) => async () => ({
  ok: status < 400,
  status,
  statusText: "",
  headers: { "content-type": "application/json" },
  text: async () => body,
  json: async () => JSON.parse(body),
});

for await (const line of createInterface({ input: process.stdin })) {
  const { token, call, args, answer } = JSON.parse(line);
  const api = new TodoistApi(token, answer ? { customFetch: replaying(answer) } : { baseUrl });
  try {
    console.log(JSON.stringify({ value: await api[call](...args) }));
  } catch (error) {
    const wrong = error.issues?.map(({ path, message }) => `${path.join(".")}: ${message}`) ?? [error.message];
    console.log(JSON.stringify({ error: error.constructor.name, wrong }));
  }
}
