import Allocation
import SQLite
import SQLiteStore
import Testing

/// Names of keys that would not be given today, and were by older programs.
@Suite struct OlderKeyNameTests {
    @Test func `such a key is read, opens, and keeps its name while its role changes`() throws {
        let store = try StoreFolder()
        let name = " night\u{202E}shift "
        try store.connect(to: .inventory).prepare(
            "INSERT INTO api_keys (name, role, sha256, created_at) VALUES (?1, 'fleet', ?2, 0)"
        ).run(.text(name), .blob(SHA256.hash(Array("secret".utf8)).bytes))
        let keys = SQLiteAPIKeyRepository(try SerializedConnection(to: .inventory, in: store.directory))
        #expect(try keys.keys().map(\.name) == [name])
        let live = try SQLiteDecisionInventory(in: store.directory, uptime: { 0 }).liveKeys()
        #expect(live.key(forSecret: "secret")?.name == name)
        let context = ChangeContext(actor: "test", at: Timestamp(milliseconds: 0))
        func change(to newName: String) throws -> String? {
            let changed = try keys.change(id: 1, if: .none, sparingLastAdmin: true, in: context) {
                key throws(ChangeRefusal) in
                do throws(InvalidDocuments) {
                    return try APIKeyDraft(
                        json: ["name": .string(newName), "role": "auditor"], digest: key.digest,
                        insteadOf: key.name)
                } catch {
                    throw .invalid(error)
                }
            }
            return changed.value?.name
        }
        #expect(try change(to: name) == name)
        #expect(throws: ChangeRefusal.self) { try change(to: name + "x ") }
        #expect(try change(to: "night shift") == "night shift")
    }
}
