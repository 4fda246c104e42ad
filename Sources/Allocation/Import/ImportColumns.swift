/// The columns of a CSV file, in whatever order its header names them, and so how its rows become changes of devices.
///
/// - An empty cell clears the member that its column names, and so does a cell that a short row lacks: spreadsheets leave empty
///   cells at the end away.
/// - A cell of `tags`, `desired`, `twin` and `payload` is a JSON document, and replaces the one that is there.
/// - A cell of `tags.NAME` or `desired.NAME` (`twin.desired.NAME` is the same) changes this member alone. It is JSON if
///   it is a JSON number, `true` or `false` (also `TRUE` and `FALSE`, as spreadsheets write them, and `True` and `False`, as
///   Python does), object, array or quoted string; otherwise it is text. So `65` is a number, and the text "65" is written
///   `"65"`, in JSON's quotation marks (which CSV doubles again: `"""65"""`); `temperatureSetting` is such a text.
/// - A row of empty cells is no row.
package struct ImportColumns: Sendable {
    /// The JSON form of a patch, with a column's number where a cell goes.
    private indirect enum Node: Sendable {
        case cell(Int)
        case object([(name: String, node: Node)])
    }

    private let columns: [ImportColumn]
    private let tree: [(name: String, node: Node)]
    private let documents: [[String]]
    private let places: [ImportRow.ColumnPlace]
    private let registrationID: Int
    private let etag: Int?

    /// - Parameter header: the names of the columns.
    /// - Throws: `ImportHeaderError` with everything that is wrong with them.
    package init(header: [String]) throws(ImportHeaderError) {
        var fault = ImportHeaderError()
        var columns: [ImportColumn] = []
        for name in header {
            guard let column = ImportColumn(named: name) else {
                fault.unknown.append(name)
                continue
            }
            for other in columns { Self.compare(column, with: other, &fault) }
            columns.append(column)
        }
        let registrationID = columns.firstIndex { $0.content == .registrationID }
        fault.lacksRegistrationID = registrationID == nil
        guard let registrationID, fault.isEmpty else { throw fault }
        self.columns = columns
        self.registrationID = registrationID
        etag = columns.firstIndex { $0.content == .etag }
        documents = columns.filter { $0.content == .json }.map(\.path)
        places = columns.filter { !$0.path.isEmpty }.map { column in
            let pointer = column.path.reduce(into: JSONPointer()) { $0.append(name: $1) }
            return ImportRow.ColumnPlace(name: column.name, pointer: pointer.description)
        }
        tree = Self.tree(of: columns.indices.map { ($0, columns[$0].path[...]) }.filter { !$0.1.isEmpty })
    }

    private static func compare(
        _ column: ImportColumn, with other: ImportColumn, _ fault: inout ImportHeaderError
    ) {
        if column.content == .nameless || other.content == .nameless { return }
        if column.path.isEmpty || other.path.isEmpty {
            if column.name.equalsFoldingCase(other.name) { fault.duplicate.append(column.name) }
        } else if column.path == other.path {
            fault.duplicate.append(column.name)
        } else if column.path.starts(with: other.path) {
            fault.overlapping.append(.init(whole: other.name, part: column.name))
        } else if other.path.starts(with: column.path) {
            fault.overlapping.append(.init(whole: column.name, part: other.name))
        }
    }

    private static func tree(of cells: [(Int, ArraySlice<String>)]) -> [(name: String, node: Node)] {
        var nodes: [(name: String, node: Node)] = []
        var names: [String] = []
        for (_, path) in cells {
            if let name = path.first, !names.contains(name) { names.append(name) }
        }
        for name in names {
            let below = cells.filter { $0.1.first == name }.map { ($0.0, $0.1.dropFirst()) }
            if below.count == 1, below[0].1.isEmpty {
                nodes.append((name, .cell(below[0].0)))
            } else {
                nodes.append((name, .object(tree(of: below))))
            }
        }
        return nodes
    }

    /// What a record says.
    ///
    /// - Parameters:
    ///   - line: the line on which it begins.
    ///   - bytes: where its fields lie, in UTF-8.
    ///   - fields: the place of each field in `bytes`.
    /// - Returns: the row, with every fault of it; `nil` if all its cells are empty.
    package func row(line: Int, bytes: [UInt8], fields: [Range<Int>]) -> ImportRow? {
        guard fields.contains(where: { !$0.isEmpty }) else { return nil }
        var cells = ImportCells(bytes: bytes, fields: fields)
        let registrationID = cells.text(registrationID) ?? ""
        if registrationID.isEmpty {
            cells.report("is missing or empty", in: columns[self.registrationID].name)
        }
        for index in columns.indices where columns[index].content == .nameless && !cells.isEmpty(index) {
            cells.report("column \(index + 1) has no name, but this row has a value in it", in: nil)
        }
        if fields.dropFirst(columns.count).contains(where: { !$0.isEmpty }) {
            cells.report("the row has \(fields.count) fields, the header only \(columns.count)", in: nil)
        }
        let patch = value(of: tree, &cells)
        return ImportRow(
            line: line, registrationID: registrationID, etag: etag.flatMap { cells.text($0) },
            patch: patch, documents: documents, columns: places, faults: cells.faults)
    }

    private func value(of nodes: [(name: String, node: Node)], _ cells: inout ImportCells) -> JSONValue {
        var members: [JSONObject.Member] = []
        members.reserveCapacity(nodes.count)
        for (name, node) in nodes {
            switch node {
            case .cell(let index):
                members.append(.init(name: name, value: cells.value(index, columns[index])))
            case .object(let nodes):
                members.append(.init(name: name, value: value(of: nodes, &cells)))
            }
        }
        return .object(JSONObject(distinct: members))
    }
}
