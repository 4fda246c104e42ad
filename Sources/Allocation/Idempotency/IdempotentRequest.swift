/// A write that its caller gave a name.
package struct IdempotentRequest: Sendable, Equatable {
    package let key: IdempotencyKey

    /// Of all that the request asks for: another request under the same name is a mistake of the caller's.
    package let fingerprint: SHA256Digest

    /// By which the change log knows what the request did.
    package let requestID: RequestID
    package let time: Timestamp

    /// `nil` from when the write is begun until its answer is known.
    package let answer: KeptAnswer?

    package init(
        key: IdempotencyKey, fingerprint: SHA256Digest, requestID: RequestID, time: Timestamp,
        answer: KeptAnswer? = nil
    ) {
        self.key = key
        self.fingerprint = fingerprint
        self.requestID = requestID
        self.time = time
        self.answer = answer
    }

    package func answered(with answer: KeptAnswer) -> IdempotentRequest {
        IdempotentRequest(
            key: key, fingerprint: fingerprint, requestID: requestID, time: time, answer: answer)
    }
}

/// An answer as it is kept, to be given once more.
package struct KeptAnswer: Sendable, Equatable {
    package struct Field: Sendable, Equatable {
        package let name: String
        package let value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// 200 to 499: what may be otherwise in a moment is not kept.
    package let status: Int
    package let fields: [Field]
    package let body: [UInt8]

    package init(status: Int, fields: [Field], body: [UInt8]) {
        self.status = status
        self.fields = fields
        self.body = body
    }
}
