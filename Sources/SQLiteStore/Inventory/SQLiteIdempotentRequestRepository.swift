package import Allocation
import SQLite

/// The named writes, in the table `idempotent_requests`.
package struct SQLiteIdempotentRequestRepository: IdempotentRequestRepository {
    /// How many rows are forgotten with each one that is kept. More than one, so that there will be no more of them in the end
    /// than callers name in a day.
    private static let mostForgotten: Int64 = 16

    private let inventory: SerializedConnection

    package init(_ inventory: SerializedConnection) {
        self.inventory = inventory
    }

    static let query = """
        SELECT fingerprint, request_id, made_at, status, fields, body
          FROM idempotent_requests
         WHERE key_id = ?1
           AND idempotency_key = ?2
        """

    static let forgetQuery = """
        DELETE FROM idempotent_requests
         WHERE rowid IN (SELECT rowid
                           FROM idempotent_requests
                          WHERE made_at < ?1
                          ORDER BY made_at
                          LIMIT ?2)
        """

    package func request(_ key: IdempotencyKey) throws(StoreError) -> IdempotentRequest? {
        try inventory.read { connection in
            try connection.prepare(Self.query).first(.integer(key.keyID), .text(key.text)) { row in
                try Self.request(key, from: row)
            }
        }
    }

    package func keep(
        _ request: IdempotentRequest, forgettingSomeBefore time: Timestamp
    ) throws(StoreError) {
        try inventory.write { connection in
            try connection.prepare(Self.forgetQuery).run(
                .integer(time.milliseconds), .integer(Self.mostForgotten))
            try connection.prepare(
                """
                INSERT OR REPLACE INTO idempotent_requests (key_id, idempotency_key, fingerprint, request_id, made_at, status, fields, body)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                """
            ).run(
                .integer(request.key.keyID), .text(request.key.text), .blob(request.fingerprint.bytes),
                .blob(request.requestID.bytes), .integer(request.time.milliseconds),
                .optional(request.answer.map { Int64($0.status) }),
                .optional(request.answer.map(Self.fields)), request.answer.map { .blob($0.body) } ?? .null)
        }
    }

    private static func fields(of answer: KeptAnswer) -> String {
        JSONValue.array(answer.fields.map { [.string($0.name), .string($0.value)] }).description
    }

    private static func request(_ key: IdempotencyKey, from row: Row) throws -> IdempotentRequest {
        guard let fingerprint = SHA256Digest(bytes: row.blob(0)),
            let requestID = RequestID(bytes: row.blob(1))
        else { throw StoreError.inconsistent("a named request has no fingerprint or no number") }
        let answer = try row.optionalInteger(3).map { status in
            let fields = try JSONValue(parsing: row.text(4)).array ?? []
            return KeptAnswer(
                status: Int(status),
                fields: fields.compactMap { field in
                    guard let pair = field.array, pair.count == 2, let name = pair[0].string,
                        let value = pair[1].string
                    else { return nil }
                    return KeptAnswer.Field(name, value)
                },
                body: row.blob(5))
        }
        return IdempotentRequest(
            key: key, fingerprint: fingerprint, requestID: requestID,
            time: Timestamp(milliseconds: row.integer(2)), answer: answer)
    }
}
