package import Allocation

/// Why a file of devices cannot be read at all, or not to its end.
package enum DeviceFileError: Error, Equatable, CustomStringConvertible {
    /// What is wrong with the names of the columns.
    case header(ImportHeaderError)
    /// What is wrong with the text, and where.
    case unreadable(String)

    package var description: String {
        switch self {
        case .header(let error): "the header: \(error)"
        case .unreadable(let description): description
        }
    }
}
