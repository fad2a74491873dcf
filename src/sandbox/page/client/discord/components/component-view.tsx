/** The components of a message, one below the other. */
import { useState } from 'react'
import { Button, Link } from 'react-aria-components'
import type { Marked } from '../../chat/carry-keys.ts'
import { linkTarget } from '../../chat/link-target.ts'
import { useCarriedKeys } from '../../chat/use-carried-keys.ts'
import { Icon } from '../../icon.tsx'
import { useDirectory } from '../directory.tsx'
import { FileView } from '../file-view.tsx'
import { MarkdownView, Unknown } from '../markdown-view.tsx'
import { useActingOn } from './acting-on.tsx'
import { initiallyChosen, selectToChoices } from './choices.ts'
import { componentToMarked } from './component-marks.ts'
import { SelectBox } from './select-box.tsx'
import {
  type ButtonComponent,
  type Container,
  kinds,
  type SelectComponent,
  type Separator,
  type TopLevelComponent,
} from './shapes.ts'

type AnyComponent = TopLevelComponent | ButtonComponent | SelectComponent

export function Components({ components }: { readonly components: readonly AnyComponent[] }) {
  const keys = useCarriedKeys<AnyComponent & object>(
    components,
    componentToMarked as (component: AnyComponent) => Marked,
  )
  return components.map((component, index) => <ComponentView key={keys[index]} component={component} />)
}

function ComponentView({ component }: { readonly component: AnyComponent }) {
  switch (component.type) {
    case kinds.container:
      return <ContainerView {...component} />
    case kinds.textDisplay:
      return <MarkdownView text={component.content} />
    case kinds.section:
      return (
        <div className="dc-section">
          <div>
            {component.components.map(({ content }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: texts have nothing but their order
              <MarkdownView key={index} text={content} />
            ))}
          </div>
          {component.accessory.type === kinds.button ? (
            <ButtonView {...component.accessory} />
          ) : (
            <Picture says={component.accessory.description} />
          )}
        </div>
      )
    case kinds.separator:
      return <SeparatorView {...component} />
    case kinds.actionRow:
      return (
        <div className="dc-row">
          <Components components={component.components} />
        </div>
      )
    case kinds.button:
      return <ButtonView {...component} />
    case kinds.stringSelect:
    case kinds.userSelect:
    case kinds.roleSelect:
    case kinds.mentionableSelect:
    case kinds.channelSelect:
      return <MessageSelect select={component} />
    case kinds.file:
      return (
        <FileView
          name={component.name ?? component.file.url.split('/').at(-1) ?? ''}
          bytes={component.size}
          url={component.file.url}
          type={component.file.content_type}
        />
      )
    case kinds.mediaGallery:
      return component.items.map(({ description }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: pictures have nothing but their order
        <Picture key={index} says={description} />
      ))
    default:
      return <Unknown of={component} />
  }
}

function ContainerView({ accent_color: colour, components }: Container) {
  const accent = typeof colour === 'number' ? { stroke: `#${colour.toString(16).padStart(6, '0')}` } : undefined
  return (
    <div className="dc-container" data-accent={accent !== undefined || undefined}>
      {accent && (
        // The page's policy lets no style into attributes; what is drawn may have a colour.
        <svg className="dc-accent" aria-hidden="true" preserveAspectRatio="none" viewBox="0 0 1 1">
          <path d="M0.5 0v1" stroke={accent.stroke} strokeWidth="1" />
        </svg>
      )}
      <Components components={components} />
    </div>
  )
}

const SeparatorView = ({ divider = true, spacing = 1 }: Separator) => (
  <hr className="dc-separator" data-drawn={divider || undefined} data-spacing={spacing} aria-hidden={!divider} />
)

const styleNames = new Map([
  [1, 'primary'],
  [2, 'secondary'],
  [3, 'success'],
  [4, 'danger'],
  [5, 'link'],
])

function ButtonView({ style, label = '', emoji, custom_id: customId, url, disabled = false }: ButtonComponent) {
  const { click, busy } = useActingOn()
  const words = [emoji?.name, label].filter(Boolean).join(' ')
  const look = { className: 'dc-button', 'data-style': styleNames.get(style) ?? 'secondary' }
  const target = url === undefined ? undefined : linkTarget(url)
  if (target?.kind === 'web') {
    return (
      <Link {...look} href={target.href} target="_blank" rel="noopener noreferrer" isDisabled={disabled}>
        {words} <Icon name="leave" />
      </Link>
    )
  }
  return (
    <Button
      {...look}
      isDisabled={disabled || customId === undefined}
      data-busy={busy === customId || undefined}
      onPress={() => customId !== undefined && void click(customId)}
    >
      {words}
    </Button>
  )
}

/** What was chosen stays until the message is edited, and the same choice again is no news to the app. */
function MessageSelect({ select }: { readonly select: SelectComponent }) {
  const { click, busy, version } = useActingOn()
  const [sent, setSent] = useState<{ readonly version: string; readonly values: readonly string[] }>()
  const chosen = sent?.version === version ? sent.values : initiallyChosen(select)
  const choose = (values: readonly string[]) => {
    if (values.join('\n') === chosen.join('\n')) return
    setSent({ version, values })
    void click(select.custom_id, values)
  }
  const { people, channels } = useDirectory()
  return (
    <SelectBox
      placeholder={select.placeholder ?? 'Make a selection'}
      choices={selectToChoices(select, { people, channels })}
      chosen={chosen}
      min={select.min_values ?? 1}
      max={select.max_values ?? 1}
      isDisabled={select.disabled ?? false}
      isBusy={busy === select.custom_id}
      onChoose={choose}
    />
  )
}

/** Pictures are not fetched from anywhere: what they show is said. */
const Picture = ({ says }: { readonly says: string | null | undefined }) => (
  <span className="dc-picture">
    <Icon name="picture" /> {says || 'Image'}
  </span>
)
