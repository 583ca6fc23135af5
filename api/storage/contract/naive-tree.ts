import type { FinalStatus, TurnStatus } from '@parley/contracts';

/** One message of the model: a plain object that points at its parent. */
export interface Node {
  readonly id: string;
  parent: Node | null;
  readonly ordinal: number;
  readonly role: 'user' | 'assistant';
  status: TurnStatus;
  turnId: string | null;
  deleted: boolean;
}

/**
 * What a conversation's tree should be, kept the most obvious way: every question is answered by looking at every message.
 * It shares nothing with any adapter.
 */
export class NaiveTree {
  readonly nodes: Node[] = [];
  readonly seen = new Map<Node, Node>();
  active: Node | null = null;
  private lastOrdinal = 0;

  isAtOrUnder(node: Node, ancestor: Node): boolean {
    return this.path(node).includes(ancestor);
  }

  /** From the root to the node. */
  path(node: Node): Node[] {
    const path: Node[] = [];
    for (let at: Node | null = node; at !== null; at = at.parent) path.unshift(at);
    return path;
  }

  isVisible(node: Node): boolean {
    return this.path(node).every((each) => !each.deleted);
  }

  visible(): Node[] {
    return this.nodes.filter((node) => this.isVisible(node));
  }

  /** The branch a leaf ends: down to the first deleted message. */
  branch(leaf: Node | null): Node[] {
    if (leaf === null) return [];
    const path = this.path(leaf);
    const deleted = path.findIndex((node) => node.deleted);
    return deleted === -1 ? path : path.slice(0, deleted);
  }

  siblings(node: Node): Node[] {
    return this.nodes.filter((each) => each.parent === node.parent && !each.deleted);
  }

  newestUnder(node: Node): Node {
    return this.visible().findLast((each) => this.isAtOrUnder(each, node)) ?? node;
  }

  leafUnder(node: Node): Node {
    const seen = this.seen.get(node);
    const usable = seen !== undefined && this.nodes.includes(seen) && this.isAtOrUnder(seen, node) && this.isVisible(seen);
    return this.newestUnder(usable ? seen : node);
  }

  add(id: string, parent: Node | null, role: Node['role'], status: TurnStatus, turnId: string): Node {
    this.lastOrdinal += 1;
    const node: Node = { id, parent, ordinal: this.lastOrdinal, role, status, turnId, deleted: false };
    this.nodes.push(node);
    return node;
  }

  remember(leaving: Node | undefined, parent: Node | null): void {
    if (leaving === undefined || this.active === null || leaving.parent !== parent) return;
    if (this.isAtOrUnder(this.active, leaving)) this.seen.set(leaving, this.active);
  }

  select(node: Node, leaving: Node | undefined): void {
    if (leaving !== node) this.remember(leaving, node.parent);
    this.active = this.leafUnder(node);
  }

  settle(turnId: string, status: FinalStatus): void {
    for (const node of this.nodes) if (node.turnId === turnId && node.role === 'assistant') node.status = status;
  }

  start(turnId: string): void {
    for (const node of this.nodes) if (node.turnId === turnId) node.status = node.role === 'user' ? 'done' : 'running';
  }

  /** False when a turn runs at or under it. */
  delete(node: Node): boolean {
    const under = this.nodes.filter((each) => this.isAtOrUnder(each, node));
    if (under.some((each) => each.status === 'running')) return false;
    const removed = new Set(under.filter((each) => each.status === 'queued').map((each) => each.turnId));
    for (const each of this.nodes) if (removed.has(each.turnId)) each.status = each.role === 'user' ? 'done' : 'stopped';
    node.deleted = true;
    if (this.active !== null && this.isAtOrUnder(this.active, node)) {
      const beside = this.siblings(node);
      const sibling = beside.findLast((each) => each.ordinal < node.ordinal) ?? beside.find((each) => each.ordinal > node.ordinal);
      this.active = sibling === undefined ? node.parent : this.leafUnder(sibling);
    }
    return true;
  }

  restore(node: Node): void {
    node.deleted = false;
    this.active = this.newestUnder(node);
  }

  removeQueued(question: Node, answer: Node): void {
    for (const node of this.nodes) if (node.parent === answer) node.parent = question.parent;
    for (const gone of [answer, question]) this.nodes.splice(this.nodes.indexOf(gone), 1);
    if (this.active === answer || this.active === question) this.active = question.parent === null ? null : this.leafUnder(question.parent);
  }
}
