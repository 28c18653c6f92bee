/** A bad network: a proxy between phones and the server that loses answers, cuts them short, or lets nothing through. */
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

type Trouble =
  /** Nothing gets through. */
  | { kind: 'offline' }
  /** The server does its work, and the phone never hears of it. */
  | { kind: 'answer lost'; path: string }
  /** Answers end after so many bytes. */
  | { kind: 'cut'; path: string; bytes: number }
  /** Somebody else answers. */
  | { kind: 'answered'; path: string; status: number; body: unknown }

export class Network {
  /** What happened, and how often. */
  readonly count = { troubled: 0, requests: 0 }
  private trouble: Trouble | undefined
  private times = 0

  private constructor(
    private readonly target: URL,
    private readonly server: Server,
  ) {}

  static async to(target: string): Promise<Network> {
    const server = createServer()
    const network = new Network(new URL(target), server)
    server.on('request', (incoming: IncomingMessage, outgoing: ServerResponse) => network.carry(incoming, outgoing))
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve).unref())
    return network
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  /** Lets the next requests fail in that way. */
  fail(trouble: Trouble, times = Infinity): void {
    this.trouble = trouble
    this.times = times
    this.count.troubled = 0
  }

  recover(): void {
    this.trouble = undefined
  }

  close(): void {
    this.server.close()
    this.server.closeAllConnections()
  }

  private carry(incoming: IncomingMessage, outgoing: ServerResponse): void {
    this.count.requests++
    const trouble = this.troubleFor(incoming.url ?? '')
    if (trouble?.kind === 'offline') {
      incoming.socket.destroy()
      return
    }
    if (trouble?.kind === 'answered') {
      incoming.resume()
      outgoing.writeHead(trouble.status, { 'Content-Type': 'application/json' }).end(JSON.stringify(trouble.body))
      return
    }
    const headers = { ...incoming.headers, host: this.target.host }
    const onward = request(new URL(incoming.url ?? '/', this.target), { method: incoming.method!, headers })
    onward.on('error', () => incoming.socket.destroy())
    outgoing.on('close', () => onward.destroy())
    onward.on('response', answer => this.answer(answer, outgoing, incoming, trouble))
    incoming.pipe(onward)
  }

  private answer(
    answer: IncomingMessage,
    outgoing: ServerResponse,
    { socket }: IncomingMessage,
    trouble: Trouble | undefined,
  ): void {
    if (trouble?.kind === 'answer lost') {
      answer.on('end', () => socket.destroy()).resume()
      return
    }
    outgoing.writeHead(answer.statusCode!, answer.headers)
    if (trouble?.kind !== 'cut') {
      answer.pipe(outgoing)
      return
    }
    let left = trouble.bytes
    answer.on('data', (chunk: Buffer) => {
      if (left >= 0) {
        outgoing.write(chunk.subarray(0, left))
        left -= chunk.length
        if (left < 0) {
          this.count.troubled++
          // What was written is to arrive before the end of the connection does.
          setTimeout(() => socket.destroy(), 100)
        }
      }
    })
    answer.on('end', () => left >= 0 && outgoing.end())
  }

  private troubleFor(path: string): Trouble | undefined {
    const trouble = this.trouble
    if (trouble === undefined || this.times === 0 || ('path' in trouble && !path.startsWith(trouble.path))) {
      return undefined
    }
    this.times--
    this.count.troubled += trouble.kind === 'cut' ? 0 : 1
    return trouble
  }
}
