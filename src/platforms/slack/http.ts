/**
 * Signed HTTP: Bolt verifies and reads, our own server listens. Bolt refuses old timestamps only, so those from the future are
 * refused here (verifying-requests-from-slack: five minutes in either direction).
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { parse } from 'node:querystring'
import { HTTPReceiver } from '@slack/bolt'
import type { Logger } from '#lib/logger.ts'
import { readAtMost } from '#lib/read-at-most.ts'
import { createBoltLogger } from './bolt-logger.ts'
import { limits } from './limits.ts'
import { eventsPath } from './publish.ts'

export interface HttpEntrance {
  readonly receiver: HTTPReceiver
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void
}

export function createHttpEntrance(signingSecret: string, logger: Logger): HttpEntrance {
  const receiver = new HTTPReceiver({ signingSecret, endpoints: [eventsPath], logger: createBoltLogger(logger) })
  return {
    receiver,
    handle(request, response) {
      if (isFromFuture(request)) {
        logger.warn('a request that claims to be of the future was refused')
        response.writeHead(401).end()
        return
      }
      // The connection must stay open for the answer that says that it is too much.
      readAtMost(request.iterator({ destroyOnReturn: false }), maxBodyBytes)
        .then((rawBody) => {
          if (rawBody === null) return response.writeHead(413, { connection: 'close' }).end()
          // Bolt would fail on it as a rejection that nobody hears, and leave the request without an answer.
          if (holdsNothing(rawBody.toString())) return response.writeHead(400).end()
          return receiver.requestListener(Object.assign(request, { rawBody }), response)
        })
        // Bolt throws for what is not a POST to its path; a body that broke off has nobody waiting.
        .catch(() => response.writeHead(404).end())
    },
  }
}

/** JSON's nothing, by itself or in the field that Bolt takes it from, as Bolt reads it. */
const holdsNothing = (body: string) => [body, parse(body).payload].some((text) => String(text).trim() === 'null')

/** As much as Bolt takes. */
const maxBodyBytes = 4 * 1024 * 1024

/** By system time, as Slack and Bolt count it: the clock that tests and the sandbox move is not meant. */
function isFromFuture(request: IncomingMessage): boolean {
  const seconds = Number(request.headers['x-slack-request-timestamp'])
  return seconds * 1000 - Date.now() > limits.signatureSkewMs
}
