/** Lets things go wrong on purpose, so that one sees what confbot makes of it; and starts over. */
import { useState } from 'react'
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components'
import { Icon } from './icon.tsx'
import { StartOver } from './start-over.tsx'
import type { Pbx } from './telephone/shapes.ts'
import { discordTroubles, pbxTroubles, slackTroubles } from './trouble-kinds.ts'
import { TroubleMaker } from './trouble-maker.tsx'
import { useMeddle } from './use-meddle.ts'

/** `pbx`: the one that is looked at; undefined where the sandbox stands in for none. */
export function Trouble({ pbx }: { readonly pbx: Pbx | undefined }) {
  const meddle = useMeddle()
  const [said, setSaid] = useState('')
  const cut = async (path: string, body: object) => {
    const { ok, connections = 0 } = await meddle<{ connections: number }>(path, body)
    if (ok)
      setSaid(
        connections > 0
          ? 'Cut. The bot connects again by itself.'
          : 'There is no line to cut: the bot is reached over HTTP, or not at all.',
      )
  }
  return (
    <Disclosure className="fold">
      <Heading level={3}>
        <Button slot="trigger" className="fold-head">
          <Icon name="chevron" />
          Make trouble
        </Button>
      </Heading>
      <DisclosurePanel className="fold-body">
        <p>
          See what confbot says when others fail.
          {pbx &&
            ' The menus of rooms and telephones above also do what it is not told of: lock, record, mute, put out.'}
        </p>
        {pbx && <TroubleMaker key={pbx.name} of={`PBX ${pbx.name}`} path={`pbx/${pbx.name}`} troubles={pbxTroubles} />}
        <TroubleMaker of="Slack" path="slack" troubles={slackTroubles} />
        <TroubleMaker of="Discord" path="discord" troubles={discordTroubles} />
        <div className="trouble-once">
          <Button className="small-button" onPress={() => void cut('slack/disconnect', {})}>
            Cut Slack’s line to the bot
          </Button>
          <Button className="small-button" onPress={() => void cut('discord/gateway', { do: 'drop' })}>
            Cut Discord’s line to the bot
          </Button>
          <StartOver hasPbx={pbx !== undefined} />
          <p role="status">{said}</p>
        </div>
      </DisclosurePanel>
    </Disclosure>
  )
}
