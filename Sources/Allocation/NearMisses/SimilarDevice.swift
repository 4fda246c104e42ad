/// A registered device whose ID is nearly another one.
package struct SimilarDevice: Sendable, Equatable {
    package let device: RegisteredDevice

    /// Between the two IDs, from 1; see `Similarity`.
    package let edits: Int

    package init(_ device: RegisteredDevice, edits: Int) {
        self.device = device
        self.edits = edits
    }
}
