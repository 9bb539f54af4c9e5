/** A binary min-heap of numbers: which of the ready items comes next, in O(log n). */
export class ReadyHeap {
  readonly #heap: number[] = [];

  get size(): number {
    return this.#heap.length;
  }

  push(rank: number): void {
    const heap = this.#heap;
    let child = heap.length;
    heap.push(rank);
    while (child > 0) {
      const parent = (child - 1) >> 1;
      const above = heap[parent] ?? rank;
      if (above <= rank) break;
      heap[child] = above;
      child = parent;
    }
    heap[child] = rank;
  }

  /** Removes the least number, or returns undefined when the heap is empty. */
  pop(): number | undefined {
    const heap = this.#heap;
    const least = heap[0];
    const last = heap.pop();
    if (last !== undefined && heap.length > 0) this.#sink(last);
    return least;
  }

  /** Puts `rank` at the top and lets it sink to its place. */
  #sink(rank: number): void {
    const heap = this.#heap;
    let parent = 0;
    for (;;) {
      const left = 2 * parent + 1;
      const leftRank = heap[left] ?? Number.POSITIVE_INFINITY;
      const rightRank = heap[left + 1] ?? Number.POSITIVE_INFINITY;
      const least = Math.min(leftRank, rightRank);
      if (least >= rank) break;
      heap[parent] = least;
      parent = leftRank <= rightRank ? left : left + 1;
    }
    heap[parent] = rank;
  }
}
