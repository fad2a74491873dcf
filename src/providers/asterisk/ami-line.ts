/** One connection to the manager interface, from its opening to its end: logged in within a time, kept alive, lost once. */
import { createHash } from 'node:crypto'
import type { Clock } from '#lib/clock.ts'
import type { AmiSettings } from './ami.ts'
import { type AmiReply, createAmiExchanges } from './ami-exchanges.ts'
import { type AmiAction, AmiEncodingError, type AmiMessage, createAmiDecoder, encodeAction } from './ami-message.ts'
import { AmiLineError, lineErrorOf, openAmiSocket } from './ami-socket.ts'

export interface AmiLine {
  /** Logged in, and heard from lately. */
  isOpen(): boolean
  /** Rejects with an `AmiLineError`; with an `AmiEncodingError` where it cannot be sent. */
  request(action: AmiAction & { readonly ActionID: string }, isList?: boolean): Promise<AmiReply>
  /** By us. Resolves when the connection is gone. */
  end(): Promise<void>
}

export interface AmiLineEvents {
  /** Logged in. */
  onOpen(): void
  /** Anything came on the open line. */
  onHeard(): void
  onEvent(event: AmiMessage): void
  /** Once: it could not be opened, or is lost; not when we end it while it is open. */
  onLost(error: AmiLineError, was: { readonly open: boolean; readonly steady: boolean }): void
}

/** After so long without a word Asterisk is asked for one. */
const calmMs = 15_000
/** A line that lasted so long is none that breaks at once. */
const steadyMs = 30_000
/** A timer that fires so late was not on time. */
const lateMs = 1_000
/** How long a farewell may take. */
const farewellMs = 1_000

export function openAmiLine(settings: AmiSettings, clock: Clock, events: AmiLineEvents): AmiLine {
  const { timeoutMs } = settings
  const exchanges = createAmiExchanges()
  let state: 'opening' | 'open' | 'over' = 'opening'
  let openedAt = 0
  let heardAt = 0
  /** Of whatever size. */
  let timesHeard = 0
  let isProbing = false
  let cancelWatch = () => {}

  const stop = (error: AmiLineError) => {
    state = 'over'
    cancelOpening()
    cancelWatch()
    exchanges.failAll(error)
  }
  const lost = (error: AmiLineError) => {
    if (state === 'over') return
    const was = { open: state === 'open', steady: state === 'open' && clock.now() - openedAt >= steadyMs }
    socket.destroy()
    stop(was.open ? new AmiLineError('broken', error.code, 'the line broke before an answer', error) : error)
    events.onLost(error, was)
  }

  const request: AmiLine['request'] = (action, isList = false) =>
    new Promise((resolve, reject) => {
      const { ActionID: id } = action
      if (exchanges.has(id)) throw new AmiEncodingError('an action with this ActionID is under way')
      const bytes = encodeAction(action)
      if (state === 'over') throw new AmiLineError('unreachable', 'CLOSED', 'the line is closed')
      const heardBefore = timesHeard
      const cancel = deadline(clock, timeoutMs, () => {
        exchanges.fail(id, new AmiLineError('timeout', 'TIMEOUT', `${action.Action} was not answered in time`))
        if (timesHeard === heardBefore) lost(silent())
        else void probe()
      })
      exchanges.begin(id, isList, (reply) => {
        cancel()
        if (reply instanceof AmiLineError) reject(reply)
        else resolve(reply)
      })
      socket.write(bytes)
    })

  /** Only an answer shows that Asterisk still takes actions: events may come on a line that takes none. */
  const probe = async () => {
    if (isProbing || state !== 'open') return
    isProbing = true
    cancelWatch()
    try {
      await request({ Action: 'Ping', ActionID: 'ping' })
      isProbing = false
      watch()
    } catch {
      lost(silent())
    }
  }
  const watch = () => {
    if (state !== 'open') return
    const leftMs = heardAt + calmMs - clock.now()
    if (leftMs > 0) cancelWatch = clock.schedule(leftMs, watch)
    else void probe()
  }

  const logIn = async () => {
    const told = await request({ Action: 'Challenge', ActionID: 'challenge', AuthType: 'MD5' })
    const challenge = told.answer.Challenge
    if (challenge === undefined) throw refusal(told.answer)
    const { answer } = await request({
      Action: 'Login',
      ActionID: 'login',
      AuthType: 'MD5',
      Username: settings.user,
      Key: createHash('md5').update(`${challenge}${settings.secret}`).digest('hex'),
      // Of calls and conferences: other classes tell much, such as statistics of every call, that nobody here listens to.
      Events: 'call',
    })
    if (answer.Response !== 'Success') throw refusal(answer)
    if (state !== 'opening') return
    state = 'open'
    openedAt = clock.now()
    cancelOpening()
    watch()
    events.onOpen()
  }

  const decoder = createAmiDecoder({
    onGreeting: () => void logIn().catch((error: unknown) => lost(lineErrorOf(error))),
    onMessage(message) {
      const isOurs = state !== 'over' && exchanges.take(message)
      if (state === 'open' && !isOurs && message.Event !== undefined) events.onEvent(message)
    },
  })

  const cancelOpening = deadline(clock, timeoutMs, () =>
    lost(new AmiLineError('timeout', 'TIMEOUT', 'the manager interface did not let us in within the time')),
  )
  const socket = openAmiSocket(settings, {
    onBytes(bytes) {
      if (state === 'over') return
      heardAt = clock.now()
      timesHeard += 1
      if (state === 'open') events.onHeard()
      try {
        decoder.push(bytes)
      } catch (error) {
        lost(lineErrorOf(error))
      }
    },
    onGone: (error) => lost(lineErrorOf(error)),
  })

  return {
    isOpen: () => state === 'open' && clock.now() - heardAt < calmMs + timeoutMs + lateMs,
    request,
    async end() {
      if (state === 'open') {
        stop(new AmiLineError('broken', 'CLOSED', 'the line was closed'))
        socket.write(encodeAction({ Action: 'Logoff' }))
      } else lost(new AmiLineError('unreachable', 'CLOSED', 'the line was closed'))
      if (socket.closed) return
      await new Promise<void>((resolve) => {
        const cancel = clock.schedule(farewellMs, () => socket.destroy())
        socket.once('close', () => {
          cancel()
          resolve()
        })
      })
    },
  }
}

const silent = () => new AmiLineError('timeout', 'SILENT', 'the manager interface says nothing any more')

/** In Asterisk's words, which repeat nothing of the login. */
const refusal = ({ Message: words = '' }: AmiMessage) =>
  new AmiLineError('refused', 'LOGIN_REFUSED', `the login was refused: ${words.slice(0, 200)}`)

/** Where this machine slept, or its clock was moved, nobody had the time to answer: then the time begins once more. */
function deadline(clock: Clock, ms: number, run: () => void): () => void {
  let cancel = () => {}
  const arm = (isLast: boolean) => {
    const dueAt = clock.now() + ms
    cancel = clock.schedule(ms, () => {
      if (!isLast && clock.now() - dueAt > lateMs) arm(true)
      else run()
    })
  }
  arm(false)
  return () => cancel()
}
