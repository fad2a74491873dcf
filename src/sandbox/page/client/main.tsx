/** The page's entry. */
import { createRoot } from 'react-dom/client'
import { ActingProvider } from './acting.tsx'
import { followChanges } from './changes.ts'
import { Desk } from './desk.tsx'

const root = document.getElementById('page')
if (root) {
  followChanges()
  createRoot(root).render(
    <ActingProvider>
      <Desk />
    </ActingProvider>,
  )
}
