/**
 * Forms that are being filled in: in memory at once, so that a modal can be the first answer to a command, and in the store, so that
 * they outlive the process. What stands in a secret field is in memory alone.
 */
import { z } from 'zod'
import type { Place } from '#core/actor.ts'
import type { KeptValueRepository } from '#core/contracts/store.ts'
import type { Clock } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'
import type { Form, FormField, FormProblems } from '#view/form.ts'
import { draftKey } from './custom-ids.ts'
import { inTime, late } from './in-time.ts'

export interface Draft {
  readonly id: string
  /** Discord's user id: nobody else may use it. */
  readonly userId: string
  /** Where the form was asked for. */
  readonly place: Place
  /** No field has an `initial`: `values` says what stands in it. */
  readonly form: Form
  /** Text by field name; no entry for an empty field. */
  readonly values: Readonly<Record<string, string>>
  readonly problems: FormProblems
  /** Words about what was submitted that belong to no field, in the place of the form's own; null once it is changed. */
  readonly refusal: Pick<Form, 'note' | 'lines'> | null
  /** What was asked when it was submitted: a form that `confirms`. */
  readonly question: Form | null
  /** Secret fields that were filled in, in a process that is no more. */
  readonly forgotten: readonly string[]
  /** One more with each submission. */
  readonly revision: number
  /** What comes of the last submission is not told yet, or it is being run. */
  readonly isSubmitted: boolean
}

export interface DraftStore {
  /** Adds or replaces. What keeps it from being stored is logged: it is in memory all the same. */
  put(draft: Draft): void
  /**
   * The newest that is known; null when there is none, or none any more. Never rejects: what the store does not tell within half a
   * second is not waited for.
   */
  get(id: string): Promise<Draft | null>
  remove(id: string): void
}

export const isSecret = ({ secret }: FormField): boolean => secret === true

const keepMs = 24 * 3_600_000
const readWithinMs = 500
/** Of this many, the ones that were not touched for longest go first; the store has them still. */
const maxRemembered = 2_000
/** Of one person; who opens more loses the ones that they did not touch for longest, also in the store. */
const maxOfPerson = 20

/** `version` counts every change, for two processes that know the same draft. */
interface Remembered {
  readonly draft: Draft
  readonly version: number
  readonly until: number
}

export function createDraftStore(deps: {
  readonly kept: Pick<KeptValueRepository, 'put' | 'get' | 'remove'>
  readonly clock: Clock
  readonly logger: Logger
}): DraftStore {
  const { kept, clock, logger } = deps
  /** In order of their last change. */
  const remembered = new Map<string, Remembered>()
  /** The last write of each: the next one waits for it, so that no older state overtakes a newer one. */
  const writing = new Map<string, Promise<void>>()

  const remember = (one: Remembered) => {
    remembered.delete(one.draft.id)
    remembered.set(one.draft.id, one)
    for (const [oldest, { until }] of remembered) {
      if (remembered.size <= maxRemembered && until > clock.now()) break
      remembered.delete(oldest)
    }
  }

  const remove = (id: string) => {
    remembered.delete(id)
    write(id, () => kept.remove(draftKey(id)))
  }

  /** Nobody fills the store, or takes the memory from others, by opening forms. */
  const makeRoom = ({ id, userId }: Draft) => {
    if (remembered.has(id)) return
    const theirs = [...remembered.values()].filter(({ draft }) => draft.userId === userId)
    for (const { draft } of theirs.slice(0, Math.max(theirs.length - maxOfPerson + 1, 0))) remove(draft.id)
  }

  const write = (id: string, run: () => Promise<void>) => {
    const written = (writing.get(id) ?? Promise.resolve())
      .then(run)
      .catch((error: unknown) => logger.warn({ err: error }, 'a form that is being filled in could not be stored'))
      .finally(() => {
        if (writing.get(id) === written) writing.delete(id)
      })
    writing.set(id, written)
  }

  const stored = async (id: string): Promise<Remembered | null> => {
    try {
      const value = await inTime(clock, readWithinMs, kept.get(draftKey(id)))
      return value === late || value === null ? null : textToDraft(value, clock.now())
    } catch (error) {
      logger.warn({ err: error }, 'a form that is being filled in could not be read')
      return null
    }
  }

  return {
    put(draft) {
      makeRoom(draft)
      const version = (remembered.get(draft.id)?.version ?? 0) + 1
      const one = { draft, version, until: clock.now() + keepMs }
      remember(one)
      write(draft.id, () => kept.put([{ key: draftKey(draft.id), value: draftToText(one), until: one.until }]))
    },
    async get(id) {
      // Another process may know of a later change.
      const found = await stored(id)
      const known = remembered.get(id)
      const newest = found && (!known || found.version > known.version) ? found : known
      if (!newest || newest.until <= clock.now()) return null
      if (newest !== known) remember(newest)
      return newest.draft
    },
    remove,
  }
}

const Written = z.object({
  version: z.number().int(),
  until: z.number(),
  draft: z.object({
    id: z.string(),
    userId: z.string(),
    place: z.custom<Place>(isObject),
    form: z.custom<Form>((form) => isObject(form) && 'fields' in form && Array.isArray(form.fields)),
    values: z.record(z.string(), z.string()),
    problems: z.custom<FormProblems>(isObject),
    refusal: z.custom<Pick<Form, 'note' | 'lines'>>(isObject).nullable(),
    question: z.custom<Form>(isObject).nullable(),
    forgotten: z.array(z.string()),
    revision: z.number().int(),
    isSubmitted: z.boolean(),
  }),
})

function draftToText({ draft, version, until }: Remembered): string {
  const secrets = draft.form.fields.filter(isSecret).map(({ name }) => name)
  const filled = secrets.filter((name) => draft.values[name] !== undefined)
  return JSON.stringify({
    version,
    until,
    draft: {
      ...draft,
      values: without(draft.values, secrets),
      forgotten: [...new Set([...draft.forgotten, ...filled])],
    },
  } satisfies z.input<typeof Written>)
}

/** null when it is over, or was written by a version of ours that we do not understand. */
function textToDraft(text: string, now: number): Remembered | null {
  const parsed = Written.safeParse(jsonOf(text))
  return parsed.success && parsed.data.until > now ? parsed.data : null
}

export const without = (
  values: Readonly<Record<string, string>>,
  names: readonly string[],
): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)))

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
