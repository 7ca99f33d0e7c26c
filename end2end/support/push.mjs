// A push service for the tests of the server: npm's web-push-testing, which decrypts what it is sent and verifies who
// sent it, told by lines of JSON on its input how to behave. Answers each line with one line.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const require = createRequire(import.meta.url);
const { PushApiModel } = require('web-push-testing/src/PushApiModel.js');
const WebPushTestingServer = require('web-push-testing/src/server.js');

// The answers have the output for themselves.
console.log = () => {};
console.error = () => {};

const model = new PushApiModel();
const service = new WebPushTestingServer(model, 0);
const requests = [];
let failing = null;

service._app.use('/notify', (request, response, next) => {
  const { ttl, urgency, topic } = request.headers;
  const [, token] = /t=([^,]+)/.exec(request.headers.authorization ?? '') ?? [];
  const claims = token ? JSON.parse(Buffer.from(token.split('.')[1], 'base64url')) : null;
  requests.push({ ttl, urgency, topic, claims });
  if (!failing) return next();
  return response.set(failing.headers ?? {}).status(failing.status).send();
});
service.startServer();
await new Promise((resolve) => service._server.once('listening', resolve));
const origin = `http://127.0.0.1:${service._server.address().port}`;
model.notifyUrl = `${origin}/notify/`;

const commands = {
  subscribe: ({ key }) => model.subscribe({ userVisibleOnly: 'true', applicationServerKey: key }),
  // Tokens are judged by the time that the shop's clock shows.
  clock: ({ now }) => {
    Date.now = () => now;
    return {};
  },
  fail: ({ status, headers }) => {
    failing = status ? { status, headers } : null;
    return {};
  },
  expire: ({ clientHash }) => {
    model.expireSubscription(clientHash);
    return {};
  },
  state: ({ clientHash }) => ({ ...model.getNotifications({ clientHash }), requests, origin }),
};

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(await commands[command.do](command))}\n`);
}
process.exit(0);
