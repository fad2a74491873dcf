/** What numbers of the simulated network do: their last two digits decide. */
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components'
import { Icon } from '../icon.tsx'

const habits = [
  ['00–49', 'answer after 2 seconds'],
  ['50–59', 'are busy'],
  ['60–69', 'ring in vain for 30 seconds'],
  ['70–79', 'are wrong numbers'],
  ['80–89', 'answer, and hang up a minute later'],
  ['90–99', 'answer late, after 8 seconds'],
] as const

export function Legend() {
  return (
    <Disclosure className="fold">
      <Heading level={3}>
        <Button slot="trigger" className="fold-head">
          <Icon name="chevron" />
          What numbers do, by their last two digits
        </Button>
      </Heading>
      <DisclosurePanel className="fold-body">
        <dl className="habits">
          {habits.map(([digits, does]) => (
            <div key={digits}>
              <dt>…{digits}</dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
        <p>
          Extensions 1000 to 1099 do the same. Try <code>+4930901855</code> for busy, or <code>1060</code> for nobody at
          home.
        </p>
      </DisclosurePanel>
    </Disclosure>
  )
}
