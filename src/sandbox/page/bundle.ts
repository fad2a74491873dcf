/** The page's script and style, bundled from `client/` in memory when the page is first asked for: nobody has to build anything. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface PageBundle {
  readonly script: string
  readonly style: string
}

const clientFolder = fileURLToPath(new URL('client', import.meta.url))
const bundled = new Map<string, Promise<PageBundle>>()

/** Once per process; a failure is tried again. */
export function bundlePage(folder = clientFolder): Promise<PageBundle> {
  const begun = bundled.get(folder)
  if (begun) return begun
  const bundling = bundle(folder).catch((error: unknown) => {
    bundled.delete(folder)
    throw error
  })
  bundled.set(folder, bundling)
  return bundling
}

async function bundle(folder: string): Promise<PageBundle> {
  // Loaded only here: a bot that runs without its sandbox never needs it.
  const esbuild = await import('esbuild')
  try {
    const { outputFiles } = await esbuild.build({
      entryPoints: ['main.tsx', 'style/index.css'].map((path) => join(folder, path)),
      bundle: true,
      write: false,
      outdir: 'page',
      format: 'esm',
      target: 'es2024',
      jsx: 'automatic',
      // Also takes React's production build.
      minify: true,
      legalComments: 'none',
      logLevel: 'silent',
    })
    const textOf = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? ''
    return { script: textOf('.js'), style: textOf('.css') }
  } finally {
    await esbuild.stop()
  }
}
