// The line between a browser and the server, to be cut: what is open on it ends, and nothing new comes through.
import { connect, createServer } from 'node:net';
import { pipeline } from 'node:stream';

export class Line {
  #open = new Set();
  #isCut = false;
  #server = createServer((near) => this.#pass(near));

  constructor(target) {
    this.target = new URL(target);
  }

  async lay() {
    await new Promise((done) => this.#server.listen(0, '127.0.0.1', done));
    this.url = `http://localhost:${this.#server.address().port}`;
  }

  cut() {
    this.#isCut = true;
    for (const socket of this.#open) socket.destroy();
  }

  mend() {
    this.#isCut = false;
  }

  close() {
    this.cut();
    this.#server.close();
  }

  #pass(near) {
    if (this.#isCut) return void near.destroy();
    const far = connect(Number(this.target.port), this.target.hostname);
    for (const [one, other] of [[near, far], [far, near]]) {
      this.#open.add(one);
      one.on('close', () => this.#open.delete(one));
      // An end that fails takes the other one along.
      pipeline(one, other, () => {});
    }
  }
}
