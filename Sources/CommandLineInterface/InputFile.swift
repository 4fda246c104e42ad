/// A file that is read in pieces, and never held as a whole.
package struct InputFile {
    /// In bytes; `nil` when it is not known beforehand, as with a pipe.
    package let size: Int64?

    /// The next piece; `nil` at the end.
    package let next: () throws(CommandFailure) -> [UInt8]?

    package init(size: Int64?, next: @escaping () throws(CommandFailure) -> [UInt8]?) {
        self.size = size
        self.next = next
    }
}
