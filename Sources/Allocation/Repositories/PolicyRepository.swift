/// The divisions and the rules.
package protocol PolicyRepository: Sendable {
    /// - Throws: `StoreError.unavailable` when the store cannot be read.
    func policy() throws(StoreError) -> Policy

    /// All of them, by name.
    ///
    /// - Throws: `StoreError.unavailable` when the store cannot be read.
    func divisions() throws(StoreError) -> [Versioned<Division>]

    /// All of them, in the order in which they are tried.
    ///
    /// - Throws: `StoreError.unavailable` when the store cannot be read.
    func rules() throws(StoreError) -> [Versioned<Rule>]

    /// Makes a division, changes it or takes it away, with its line in the change log, in one transaction.
    ///
    /// - Parameters:
    ///   - name: of the division, compared ASCII-folded.
    ///   - precondition: what must be so.
    ///   - context: who, when and why.
    ///   - change: is given the division as it is, and says what it is to be, perhaps under another name; `nil` takes it away.
    /// - Returns: what was done, and the division as it is now.
    /// - Throws: `ChangeRefusal`: what `change` throws, a name that another one has, a division that is to go while devices or
    ///   rules are in it.
    func change(
        division name: String, if precondition: Precondition, in context: ChangeContext,
        _ change: (Versioned<Division>?) throws(ChangeRefusal) -> Division?
    ) throws(ChangeRefusal) -> Changed<Versioned<Division>>

    /// Makes a rule, changes it or takes it away, with its line in the change log, in one transaction.
    ///
    /// - Parameters:
    ///   - id: of the rule; `nil` for a new one.
    ///   - precondition: what must be so.
    ///   - context: who, when and why.
    ///   - change: is given the rule as it is, and says what it is to be; `nil` takes it away.
    /// - Returns: what was done, and the rule as it is now.
    /// - Throws: `ChangeRefusal`: what `change` throws, a division that does not exist, a kind and pattern that another rule has.
    func change(
        rule id: Int64?, if precondition: Precondition, in context: ChangeContext,
        _ change: (Versioned<Rule>?) throws(ChangeRefusal) -> RuleDraft?
    ) throws(ChangeRefusal) -> Changed<Versioned<Rule>>
}

extension PolicyRepository {
    /// Changes what a merge patch (RFC 7396) upon `Division.json` names, the name included.
    ///
    /// - Throws: `ChangeRefusal` when the division is not there, or what comes of the patch is none.
    package func patch(
        division name: String, with patch: JSONValue, if precondition: Precondition = .none,
        in context: ChangeContext
    ) throws(ChangeRefusal) -> Changed<Versioned<Division>> {
        try change(division: name, if: precondition, in: context) { present throws(ChangeRefusal) in
            guard let present else { throw .notFound }
            do throws(InvalidDocuments) {
                return try present.value.merging(patch: patch)
            } catch {
                throw .invalid(error)
            }
        }
    }

    /// Takes a division away.
    ///
    /// - Throws: `ChangeRefusal` when it is not there, or devices or rules are in it.
    package func delete(
        division name: String, if precondition: Precondition = .none, in context: ChangeContext
    ) throws(ChangeRefusal) -> Changed<Versioned<Division>> {
        try change(division: name, if: precondition, in: context) { present throws(ChangeRefusal) in
            guard present != nil else { throw .notFound }
            return nil
        }
    }

    /// Changes what a merge patch (RFC 7396) upon `Rule.json` names; a `position` in it moves the rule.
    ///
    /// - Throws: `ChangeRefusal` when the rule is not there, or what comes of the patch is none.
    package func patch(
        rule id: Int64, with patch: JSONValue, if precondition: Precondition = .none,
        in context: ChangeContext
    ) throws(ChangeRefusal) -> Changed<Versioned<Rule>> {
        try change(rule: id, if: precondition, in: context) { present throws(ChangeRefusal) in
            guard let present else { throw .notFound }
            do throws(InvalidDocuments) {
                return try present.value.merging(patch: patch)
            } catch {
                throw .invalid(error)
            }
        }
    }

    /// A refusal with one fault more where the document of a device or a rule names a division that there is not.
    ///
    /// No document can tell that of itself, and a store is asked only about one that is in order otherwise; without this, it would be
    /// told when all else is mended.
    package func completing(_ refusal: ChangeRefusal, of document: JSONValue) -> ChangeRefusal {
        guard case .invalid(let faults) = refusal, let name = document["division"]?.string, !name.isEmpty,
            let policy = try? policy(), policy.division(named: name) == nil
        else { return refusal }
        return .invalid(faults.adding(.noDivision(named: name)))
    }
}
