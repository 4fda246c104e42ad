/// What is wrong with a configuration, all of it.
package struct ConfigurationFaults: Error, Equatable, CustomStringConvertible {
    package struct Fault: Equatable, Sendable {
        /// From 1; in characters.
        package let line: Int
        package let column: Int
        /// A pointer (RFC 6901), for example `/enrollmentGroups/0/iotHubs/1`; empty for the whole file.
        package let pointer: String
        package let problem: String

        package init(line: Int, column: Int, pointer: String, problem: String) {
            self.line = line
            self.column = column
            self.pointer = pointer
            self.problem = problem
        }
    }

    package let faults: [Fault]

    package init(_ faults: [Fault]) {
        self.faults = faults
    }

    /// A line for each.
    package var description: String {
        faults.map { "\($0.line):\($0.column): \($0.pointer.isEmpty ? "" : $0.pointer + " ")\($0.problem)" }
            .joined(separator: "\n")
    }
}
