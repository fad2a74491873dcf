/** What Discord adds to components that it has accepted: missing ids, defaults, and the addresses of files that came along. */
import type { Attachment, Component } from '../message-store.ts'
import type { Problem } from '../refusal.ts'
import { walk } from './across-components.ts'

const selectTypes: readonly unknown[] = [3, 5, 6, 7, 8]

/** A copy with every `id` there: numbered from 1, parents before children, past the numbers that are taken. */
export function completeComponents(
  components: readonly unknown[],
  attachments: readonly Attachment[] = [],
): readonly Component[] {
  const copies = structuredClone(components)
  const nodes = [...walk(copies)].map(({ node }) => node)
  const taken = new Set(nodes.map(({ id }) => id).filter((id) => typeof id === 'number' && id > 0))
  let next = 1
  for (const node of nodes) {
    if (typeof node.id !== 'number' || node.id === 0) {
      while (taken.has(next)) next += 1
      node.id = next
      next += 1
    }
    Object.assign(node, defaults(node), resolveMedia(node, attachments))
  }
  return copies as readonly Component[]
}

function defaults(node: Record<string, unknown>): Record<string, unknown> {
  if (selectTypes.includes(node.type)) return { min_values: node.min_values ?? 1, max_values: node.max_values ?? 1 }
  if (node.type === 14) return { divider: node.divider ?? true, spacing: node.spacing ?? 1 }
  if (node.type === 17) return { accent_color: node.accent_color ?? null, spoiler: node.spoiler ?? false }
  return {}
}

/** The files that completed components show; a message does not list them again. */
export function shownFiles(components: readonly unknown[]): Set<unknown> {
  return new Set([...walk(components)].flatMap(({ node }) => mediaOf(node).map((media) => media.attachment_id)))
}

/** Every file that components name must come along or be there; `names` are those. */
export function findMediaProblems(
  components: readonly unknown[],
  names: readonly (string | undefined)[],
  at: Problem['path'],
): Problem[] {
  return [...walk(components, at)].flatMap(({ node, path }) =>
    mediaOf(node)
      .filter(({ url }) => url.startsWith(scheme) && !names.includes(url.slice(scheme.length)))
      .map(() => ({
        path,
        code: 'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND',
        message: 'The referenced attachment was not found.',
      })),
  )
}

const scheme = 'attachment://'

type Media = { url: string; attachment_id?: unknown }

function mediaOf(node: Record<string, unknown>): Media[] {
  const items = Array.isArray(node.items) ? node.items.map((item) => item.media) : []
  return [node.media, node.file, ...items].filter(
    (one): one is Media => typeof one === 'object' && one !== null && typeof one.url === 'string',
  )
}

function resolveMedia(node: Record<string, unknown>, attachments: readonly Attachment[]): Record<string, unknown> {
  let shown: Attachment | undefined
  for (const media of mediaOf(node)) {
    shown = attachments.find(({ filename }) => media.url === `${scheme}${filename}`)
    if (!shown) continue
    const { url, id, content_type } = shown
    Object.assign(media, { url, proxy_url: url, attachment_id: id, content_type })
  }
  return node.type === 13 && shown ? { name: shown.filename, size: shown.size } : {}
}
