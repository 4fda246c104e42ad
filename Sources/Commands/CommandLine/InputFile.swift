/// A file that is read in pieces, and never held as a whole.
struct InputFile {
    /// In bytes; `nil` when it is not known beforehand, as with a pipe.
    let size: Int64?

    /// The next piece; `nil` at the end.
    let next: () throws(CommandFailure) -> [UInt8]?

    init(size: Int64?, next: @escaping () throws(CommandFailure) -> [UInt8]?) {
        self.size = size
        self.next = next
    }
}
