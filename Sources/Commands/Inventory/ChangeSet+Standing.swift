import Allocation

extension ChangeSet {
    /// Its number as a table tells it, and what took it back.
    var standing: String {
        undoneBy.map { "\(id), taken back by \($0)" } ?? String(id)
    }
}
