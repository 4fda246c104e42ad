import Testing

@testable import HTTP

extension AnswerRow: CustomTestStringConvertible {
    var testDescription: String { "RFC \(rule.hasPrefix("§") ? "9112 " : "")\(rule), \(name)" }
}

// Serialized, for its many exchanges at once would starve tests that look at the clock.
@Suite(.serialized) struct AnswerTableTests {
    @Test(arguments: AnswerRow.all)
    func `an answer is read as the standard says, wherever it is cut in two`(row: AnswerRow) {
        // Of what is long because it never ends, not every place.
        for cut in stride(from: 0, through: row.bytes.count, by: 1 + row.bytes.count / 1000) {
            let (text, isKept) = Self.reading([Array(row.bytes[..<cut]), Array(row.bytes[cut...])], of: row)
            #expect(text == row.expected, "cut at \(cut)")
            // Whether something comes behind an answer cannot be known before it comes.
            if cut == 0 { #expect(isKept == row.isKept) }
        }
    }

    @Test(arguments: AnswerRow.all)
    func `an answer that comes byte by byte is read the same`(row: AnswerRow) {
        #expect(Self.reading(row.bytes.map { [$0] }, of: row).text == row.expected)
    }

    @Test(arguments: AnswerRow.all)
    func `an answer over a connection is read the same`(row: AnswerRow) async throws {
        let server = try ScriptedServer(answering: row.bytes)
        var configuration = HTTPClientConfiguration()
        configuration.bodyLimit = 1000
        let client = HTTPClient(configuration: configuration)
        let request = HTTPClientRequest(HTTPMethod(rawValue: row.method), try server.url())
        #expect(await outcome(of: request, by: client) == row.expected)
    }

    private static func reading(_ pieces: [[UInt8]], of row: AnswerRow) -> (text: String, isKept: Bool) {
        var rest = pieces.filter { !$0.isEmpty }[...]
        var reader = AnswerReader(
            method: HTTPMethod(rawValue: row.method), bodyLimit: 1000, limits: HTTPLimits())
        do throws(HTTPClientError) {
            let response = try reader.response { input throws(HTTPClientError) in
                guard let piece = rest.popFirst() else { return false }
                input.append(piece)
                return true
            }
            return (summary(response), reader.leavesConnectionOpen)
        } catch {
            return (error.description, false)
        }
    }
}

func summary(_ response: HTTPClientResponse) -> String {
    "\(response.status.code) \(String(decoding: response.body, as: UTF8.self))"
}

/// Status and content, or why there is none.
func outcome(
    of request: HTTPClientRequest, by client: HTTPClient, within time: Duration = .seconds(10)
) async -> String {
    do throws(HTTPClientError) {
        return summary(try await client.exchange(request, within: time))
    } catch {
        return error.description
    }
}
