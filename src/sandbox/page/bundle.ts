/** The page's script and style, bundled from `client/` in memory when the page is first asked for: nobody has to build anything. */
import { fileURLToPath } from 'node:url'

export interface PageBundle {
  readonly script: string
  readonly style: string
}

let bundled: Promise<PageBundle> | undefined

/** Once per process; a failure is tried again. */
export function bundlePage(): Promise<PageBundle> {
  bundled ??= bundle().catch((error: unknown) => {
    bundled = undefined
    throw error
  })
  return bundled
}

async function bundle(): Promise<PageBundle> {
  // Loaded only here: a bot that runs without its sandbox never needs it.
  const esbuild = await import('esbuild')
  try {
    const { outputFiles } = await esbuild.build({
      entryPoints: ['client/main.tsx', 'client/style/index.css'].map((path) =>
        fileURLToPath(new URL(path, import.meta.url)),
      ),
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
