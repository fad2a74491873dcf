/** One block of any kind. */

import { useCarriedKeys } from '../../chat/use-carried-keys.ts'
import { Icon } from '../../icon.tsx'
import { Field } from '../form/field.tsx'
import { elementToMarked } from './block-marks.ts'
import type { Actions, Block, Context, ImageBlock, ImageElement, Section } from './block-shapes.ts'
import { ElementView } from './element.tsx'
import { Unsupported } from './inline.tsx'
import { markdownToParts } from './markdown.ts'
import { plainToString } from './mrkdwn.ts'
import { RichTextView } from './rich-text.tsx'
import { TextView } from './slack-text.tsx'
import { TableView } from './table.tsx'

export function BlockView({ block }: { readonly block: Block }) {
  switch (block.type) {
    case 'section':
      return <SectionView {...block} />
    case 'header':
      return <h3 className="block-header">{plainToString(block.text)}</h3>
    case 'context':
      return <ContextView {...block} />
    case 'divider':
      return <hr className="block-divider" />
    case 'actions':
      return <ActionsView {...block} />
    case 'image':
      return <ImageBlockView {...block} />
    case 'rich_text':
      return <RichTextView parts={block.elements} />
    case 'markdown':
      return <RichTextView parts={markdownToParts(block.text)} />
    case 'table':
      return <TableView {...block} />
    case 'input':
      return <Field block={block} />
    default:
      return <Unsupported kind={block} />
  }
}

/** What a screen reader hears before the name of a control that stands in a row. */
const rowName = (section: Section): string => {
  const [first] = section.text ? [section.text] : (section.fields ?? [])
  return first ? plainToString(first).split('\n').join(' ').slice(0, 80) : ''
}

function SectionView(section: Section) {
  const { block_id, text, fields, accessory } = section
  return (
    <div className="block-section">
      <div className="section-words">
        {text && <TextView of={text} />}
        {fields && (
          <div className="section-fields">
            {fields.map((field, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: fields have nothing but their order
              <TextView key={index} of={field} />
            ))}
          </div>
        )}
      </div>
      {accessory && (
        <div className="section-accessory" data-kind={accessory.type}>
          {accessory.type === 'image' ? (
            <ImageView {...accessory} />
          ) : (
            <ElementView blockId={block_id} element={accessory} label={rowName(section)} />
          )}
        </div>
      )}
    </div>
  )
}

function ContextView({ elements }: Context) {
  return (
    <div className="block-context">
      {elements.map((element, index) =>
        element.type === 'image' ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: elements have nothing but their order
          <ImageView key={index} {...element} />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: elements have nothing but their order
          <TextView key={index} of={element} />
        ),
      )}
    </div>
  )
}

function ActionsView({ block_id, elements }: Actions) {
  const keys = useCarriedKeys(elements, elementToMarked)
  return (
    <div className="block-actions">
      {elements.map((element, index) => (
        <ElementView key={keys[index]} blockId={block_id} element={element} />
      ))}
    </div>
  )
}

function ImageBlockView({ title, alt_text }: ImageBlock) {
  return (
    <figure className="block-image">
      {title && <figcaption>{plainToString(title)}</figcaption>}
      <ImageView type="image" alt_text={alt_text} />
    </figure>
  )
}

/** The page loads nothing from anywhere: what the image shows is said instead. */
function ImageView({ alt_text }: ImageElement) {
  return (
    <span className="image" role="img" aria-label={alt_text}>
      <Icon name="picture" />
      <span>{alt_text}</span>
    </span>
  )
}
