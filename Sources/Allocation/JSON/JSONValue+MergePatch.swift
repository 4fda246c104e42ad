extension JSONValue {
    /// This value as changed by a merge patch (RFC 7396 §2): members of the patch replace or join the
    /// members here, a member that is `null` removes its namesake, and a patch that is not an object
    /// replaces everything.
    package func merging(patch: JSONValue) -> JSONValue { Self.merge(patch, into: self) }

    private static func merge(_ patch: JSONValue, into target: JSONValue?) -> JSONValue {
        guard case .object(let changes) = patch else { return patch }
        var result = target?.object ?? JSONObject()
        for change in changes.members where change.value != .null {
            result[change.name] = merge(change.value, into: result[change.name])
        }
        // In one pass, since each single removal from a large object would renew its index.
        if !result.isEmpty { result.removeMembers { changes[$0.name] == .null } }
        return .object(result)
    }
}
