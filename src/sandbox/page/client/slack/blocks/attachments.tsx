/** Attachments: blocks or texts beside a coloured edge, the older way to say more in a message. */
import type { Place } from '../place.ts'
import type { Attachment } from '../shapes.ts'
import { Blocks } from './blocks.tsx'
import { LinkView } from './inline.tsx'
import { SlackText } from './slack-text.tsx'

interface AttachmentsProps {
  readonly attachments: readonly Attachment[]
  readonly place: Place
}

export function Attachments({ attachments, place }: AttachmentsProps) {
  return attachments.map((attachment, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: attachments have nothing but their order
    <AttachmentView key={index} attachment={attachment} place={place} />
  ))
}

function AttachmentView({ attachment, place }: { readonly attachment: Attachment; readonly place: Place }) {
  const { pretext, color, blocks, author_name, title, title_link, text, fields = [], footer } = attachment
  return (
    <div className="attachment">
      {pretext && <SlackText text={pretext} kind="mrkdwn" />}
      <div className="attachment-body" style={edge(color)}>
        {author_name && <strong>{author_name}</strong>}
        {title && <strong>{title_link ? <LinkView url={title_link}>{title}</LinkView> : title}</strong>}
        {text && <SlackText text={text} kind="mrkdwn" />}
        {fields.length > 0 && (
          <div className="section-fields">
            {fields.map(({ title: name = '', value = '' }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: fields have nothing but their order
              <div key={index}>
                <strong>{name}</strong>
                <SlackText text={value} kind="mrkdwn" />
              </div>
            ))}
          </div>
        )}
        {blocks && <Blocks blocks={blocks} place={place} />}
        {footer && <p className="block-context">{footer}</p>}
      </div>
    </div>
  )
}

const named: Readonly<Record<string, string>> = { good: '#2fa44f', warning: '#de9e31', danger: '#d50200' }

/** The app says which colour; nothing else is taken from it. */
function edge(color = ''): { borderColor: string } | undefined {
  const hex = Object.hasOwn(named, color) ? named[color] : /^#?([0-9a-f]{6})$/i.exec(color)?.[1]
  if (hex === undefined) return undefined
  return { borderColor: hex.startsWith('#') ? hex : `#${hex}` }
}
