/** The app's Home tab, as the app has published it for the acting person. */
import { useActing } from '../../acting.tsx'
import { useLive } from '../../use-live.ts'
import type { View } from '../shapes.ts'
import { BlockList } from './blocks.tsx'
import { HoldingProvider } from './holding.tsx'

export function HomeView() {
  const { person } = useActing()
  const answer = useLive<{ view: View | null }>(`slack/home?user=${person.id}`)
  if (!answer) return null
  const { view } = answer
  if (!view) return <p className="home-empty">The app has published nothing here yet.</p>
  return (
    <div className="home-view">
      <HoldingProvider
        key={view.id}
        blocks={view.blocks}
        place={{ view: view.id }}
        state={view.state.values}
        errors={view.errors}
      >
        <BlockList blocks={view.blocks} />
      </HoldingProvider>
    </div>
  )
}
