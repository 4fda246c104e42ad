/// The divisions and the rules.
package protocol PolicyRepository: Sendable {
    /// - Throws: `StoreError.unavailable` when the store cannot be read.
    func policy() throws(StoreError) -> Policy

    /// Writes the division as a whole, be it new or known.
    ///
    /// - Throws: `StoreError.refused` for an empty name, noun or pattern, `StoreError.unavailable` when
    ///   nothing was written.
    func put(_ division: Division) throws(StoreError) -> WriteEffect

    /// Adds a rule behind those that are there; the same kind and pattern twice is one rule.
    ///
    /// - Throws: `StoreError.refused` when its division does not exist or its pattern is empty.
    func put(ruleOf kind: Rule.Kind, pattern: String, division: String) throws(StoreError) -> WriteEffect
}
