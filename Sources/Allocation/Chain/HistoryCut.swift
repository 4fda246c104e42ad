/// A run of assignments that were taken away.
package struct HistoryCut: Sendable, Equatable {
    package var first: Int64
    package var last: Int64

    /// Of the last of them; `.beforeChain` when it had none.
    package var link: SHA256Digest

    package init(first: Int64, last: Int64, link: SHA256Digest) {
        self.first = first
        self.last = last
        self.link = link
    }
}
