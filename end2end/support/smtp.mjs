// A mail server for the tests of the sender: npm's smtp-server, told by lines of JSON on its input how to behave.
// node smtp.mjs CERTIFICATE KEY. Answers each line with one line.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { SMTPServer } from 'smtp-server';

const [certificate, key] = process.argv.slice(2);
const user = { name: 'shop@tournemidi.example', password: 'p%w:d' };
const taken = [];
const seen = new Set();
let mood = 'takes';
let conversations = 0;
let server = null;
let port = 0;

const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const answer = (code, text) => Object.assign(new Error(text), { responseCode: code });

function connectionOf(session) {
  return [...server.connections].find((connection) => connection.id === session.id);
}

async function read(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function take(session, text) {
  const header = /^Message-ID:\s*(<[^>]+>)/im.exec(text);
  taken.push({
    id: header?.[1] ?? '',
    to: session.envelope.rcptTo.map((recipient) => recipient.address),
    user: session.user ?? null,
    secure: session.secure,
    text,
  });
}

async function onData(stream, session, done) {
  const text = await read(stream);
  const connection = connectionOf(session);
  switch (mood) {
    case 'drops_before_taking':
      return connection._socket.destroy();
    case 'drops_after_taking':
      take(session, text);
      return connection._socket.destroy();
    case 'drops_while_answering':
      take(session, text);
      done(null, 'taken');
      return connection._socket.destroy();
    case 'slow':
      await wait(2_000);
  }
  take(session, text);
  return done(null, 'taken');
}

async function onRcptTo(address, session, done) {
  if (mood === 'refuses') return done(answer(550, 'no such person here'));
  if (mood === 'slow') await wait(500);
  if (mood === 'greylists' && !seen.has(address.address)) {
    seen.add(address.address);
    return done(answer(451, 'greylisted, try again later'));
  }
  return done();
}

function start(auth) {
  server = new SMTPServer({
    cert: readFileSync(certificate),
    key: readFileSync(key),
    authOptional: !auth,
    disabledCommands: auth ? [] : ['AUTH'],
    onConnect: (session, done) => {
      conversations += 1;
      done();
    },
    onAuth: ({ username, password }, session, done) =>
      username === user.name && password === user.password
        ? done(null, { user: username })
        : done(answer(535, 'wrong password')),
    onRcptTo,
    onData,
  });
  // A conversation that a test breaks off is no error of the server.
  server.on('error', () => {});
  return new Promise((resolve) => server.listen(port, '127.0.0.1', resolve)).then(() => {
    port = server.server.address().port;
  });
}

function stop() {
  for (const connection of server.connections) connection._socket.destroy();
  return new Promise((resolve) => server.close(resolve));
}

let auth = false;
const commands = {
  start: async (command) => {
    auth = command.auth;
    await start(auth);
    return { port };
  },
  mood: async (command) => {
    mood = command.mood;
    return {};
  },
  down: async () => {
    await stop();
    return {};
  },
  up: async () => {
    await start(auth);
    return {};
  },
  state: async () => ({ taken, conversations }),
};

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  console.log(JSON.stringify(await commands[command.do](command)));
}
process.exit(0);
