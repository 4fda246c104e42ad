import Allocation

extension EmulatorConfiguration {
    /// Reads a configuration: JSON with comments (`//` and `/* */`).
    ///
    /// - Parameters:
    ///   - text: the file, in UTF-8.
    ///   - now: the times of enrollments that do not say when they were made.
    /// - Throws: every mistake, with its place, in the order of the file; of mistakes in the syntax only the first.
    package init(reading text: [UInt8], at now: PreciseTime) throws(ConfigurationFaults) {
        let json = JSONComments.blanked(in: text)
        let document: JSONValue
        do throws(JSONError) {
            document = try JSONValue(parsing: json)
        } catch {
            throw ConfigurationFaults([
                ConfigurationFaults.Fault(
                    line: error.line, column: error.column, pointer: "", problem: error.reason.description)
            ])
        }
        var reading = ConfigurationReading(at: now)
        let configuration = reading.read(document)
        let places = JSONPlaces(of: json)
        var faults = reading.faults.map { Self.fault($0, at: places.place(of: $0.pointer)) }
        faults += places.duplicates.map {
            Self.fault(InvalidDocument(at: $0.pointer, "is there already"), at: $0.place)
        }
        guard faults.isEmpty else {
            throw ConfigurationFaults(
                faults.sorted { ($0.line, $0.column, $0.pointer) < ($1.line, $1.column, $1.pointer) })
        }
        self = configuration
    }

    private static func fault(
        _ fault: InvalidDocument, at place: JSONPlaces.Place
    ) -> ConfigurationFaults.Fault {
        ConfigurationFaults.Fault(
            line: place.line, column: place.column, pointer: fault.pointer.description, problem: fault.problem
        )
    }
}
