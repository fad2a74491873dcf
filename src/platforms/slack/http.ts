/**
 * Signed HTTP: Bolt verifies and reads, our own server listens. Bolt refuses old timestamps only, so those from the future are
 * refused here (verifying-requests-from-slack: five minutes in either direction).
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { HTTPReceiver } from '@slack/bolt'
import type { Logger } from '#lib/logger.ts'
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
      try {
        receiver.requestListener(request, response)
      } catch {
        // Bolt throws for what is not a POST to its path.
        response.writeHead(404).end()
      }
    },
  }
}

/** By system time, as Slack and Bolt count it: the clock that tests and the sandbox move is not meant. */
function isFromFuture(request: IncomingMessage): boolean {
  const seconds = Number(request.headers['x-slack-request-timestamp'])
  return seconds * 1000 - Date.now() > limits.signatureSkewMs
}
