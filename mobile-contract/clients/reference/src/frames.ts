/**
 * Reads newline-delimited JSON as it arrives. A line counts only with its newline: what a cut connection leaves behind
 * is half a frame, however complete it may look.
 */
export async function* lines(body: ReadableStream<Uint8Array>, received?: (bytes: number) => void): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  const reader = body.getReader()
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) {
        return
      }
      received?.(value.byteLength)
      const parts = (rest + decoder.decode(value, { stream: true })).split('\n')
      rest = parts.pop()!
      yield* parts
    }
  } finally {
    // Ends the request when the caller stops early; an ended or broken stream has nothing to cancel.
    await reader.cancel().catch(() => undefined)
  }
}

/** The frames of a pull. Those with a name that this client does not know come too; whoever applies them skips them. */
export async function* frames<T>(body: ReadableStream<Uint8Array>, received?: (bytes: number) => void): AsyncGenerator<T> {
  for await (const line of lines(body, received)) {
    if (line !== '') {
      yield JSON.parse(line) as T
    }
  }
}
