import Allocation
import Migrations

/// The two databases and the schema that each must have.
package enum Schema: String, Sendable, CaseIterable {
    case inventory
    case history

    var migrations: [Migration] {
        switch self {
        case .inventory: Migration.inventory
        case .history: Migration.history
        }
    }

    package func path(in directory: DataDirectory) -> String {
        switch self {
        case .inventory: directory.inventory
        case .history: directory.history
        }
    }
}
