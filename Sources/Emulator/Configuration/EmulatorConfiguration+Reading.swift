extension EmulatorConfiguration {
    /// Reads a configuration: JSON with comments.
    ///
    /// - Parameters:
    ///   - text: the file, in UTF-8.
    ///   - now: the times of enrollments that do not say when they were made.
    /// - Throws: every mistake, with its place.
    package init(reading text: [UInt8], at now: PreciseTime) throws(ConfigurationFaults) {
        throw ConfigurationFaults([])
    }
}
