/** What cannot be drawn says so in its own place, and leaves the rest of the page standing. */
import { Component, type ReactNode } from 'react'

interface BoundaryProps {
  /** What is inside, as in "This message cannot be drawn". */
  readonly what: string
  readonly children: ReactNode
}

export class Boundary extends Component<BoundaryProps, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false }

  static getDerivedStateFromError() {
    return { hasFailed: true }
  }

  /** What changed may be drawn again. */
  override componentDidUpdate(before: BoundaryProps) {
    if (this.state.hasFailed && before.children !== this.props.children) this.setState({ hasFailed: false })
  }

  override render() {
    return this.state.hasFailed ? <p role="alert">This {this.props.what} cannot be drawn here.</p> : this.props.children
  }
}
