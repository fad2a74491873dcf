/** Chooses whose eyes and hands the page is. */
import { type Person, useActing } from './acting.tsx'

export function PersonPicker() {
  const { people, person, become } = useActing()
  return (
    <label className="picker">
      You are{' '}
      <select value={person.id} onChange={(event) => become(event.target.value)}>
        {people
          .filter(({ isBot }) => !isBot)
          .map((one) => (
            <option key={one.id} value={one.id}>
              {one.realName} ({roleOf(one)}, {one.timeZone})
            </option>
          ))}
      </select>
    </label>
  )
}

function roleOf({ isAdmin, isGuest, team }: Person): string {
  if (isAdmin) return 'administrator'
  if (isGuest) return 'guest'
  return team === 'T0PARTNER' ? 'of another organisation' : 'member'
}
