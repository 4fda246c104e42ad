/// What waits to be kept.
package struct RecordingBacklog: Sendable, Equatable {
    /// How many decisions and questions of readiness wait for their turn; those that are being written do not count.
    package let waiting: Int

    /// How many may wait; more are turned away.
    package let capacity: Int

    package init(waiting: Int, capacity: Int) {
        self.waiting = waiting
        self.capacity = capacity
    }
}
