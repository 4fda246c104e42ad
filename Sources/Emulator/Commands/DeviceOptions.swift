import Allocation
import CommandLineInterface
import HTTP

/// What `device` was told.
struct DeviceOptions: Sendable {
    /// Stands for the number in the registration IDs of a fleet.
    static let numberMark = "{n}"
    private static let longestKey = 4_096

    let service: HTTPURL
    let idScope: String
    let apiVersion: String
    let key: SigningKey
    let payload: JSONValue?
    let timeScale: Double
    let timeout: Duration
    let format: OutputFormat
    /// With the mark where a fleet is meant.
    let registrationID: String
    /// How many devices, and how many begin in a second; `nil` for a single one.
    let fleet: (count: Int, rate: Int)?

    /// - Throws: `UsageError` for what is wrong with the words, `CommandFailure` for a file that cannot be read.
    init(_ arguments: Arguments, in terminal: Terminal) throws {
        registrationID = try arguments.required("--registration-id")
        fleet = try Self.fleet(arguments)
        _ = try Self.registrationID(registrationID, number: fleet?.count)
        service = try Self.service(arguments.value("--url") ?? "http://127.0.0.1:8090")
        idScope = try Self.word(arguments, "--id-scope", default: "0ne00002193")
        apiVersion = try Self.word(arguments, "--api-version", default: "2021-10-01")
        timeScale = try arguments.timeScale
        timeout = .seconds(try arguments.integer("--timeout", in: 1...86_400, default: 600))
        format = try arguments.format
        payload = try Self.payload(arguments, in: terminal)
        key = try Self.key(arguments, in: terminal)
    }

    /// - Parameters:
    ///   - text: with the mark where there is a number.
    ///   - number: from 1; `nil` for a single device.
    /// - Returns: the ID with the number in it.
    /// - Throws: `UsageError` when it breaks DPS's rules.
    static func registrationID(_ text: String, number: Int?) throws(UsageError) -> RegistrationID {
        let name = number.map { text.replacing(numberMark, with: "\($0)") } ?? text
        do throws(RegistrationIDError) {
            return try RegistrationID(name)
        } catch {
            throw UsageError("--registration-id: \(error)")
        }
    }

    private static func fleet(_ arguments: Arguments) throws -> (count: Int, rate: Int)? {
        guard arguments.has("--count") else {
            if arguments.has("--rate") { throw UsageError("--rate needs --count") }
            return nil
        }
        let count = try arguments.integer("--count", in: 1...1_000_000, default: 1)
        let rate = try arguments.integer("--rate", in: 1...10_000, default: 10)
        guard try arguments.required("--registration-id").contains(numberMark) else {
            throw UsageError("--count needs \(numberMark) in --registration-id, for the device's number")
        }
        guard arguments.has("--group-key") else {
            throw UsageError("--count needs --group-key, from which each device's key is derived")
        }
        return (count, rate)
    }

    private static func service(_ text: String) throws(UsageError) -> HTTPURL {
        let url: HTTPURL
        do throws(HTTPURL.ParsingError) {
            url = try HTTPURL(text)
        } catch {
            throw UsageError("--url: \(error)")
        }
        guard url.path == "/", url.query == nil else {
            throw UsageError("--url: only scheme, host and port belong there")
        }
        return url
    }

    private static func word(
        _ arguments: Arguments, _ option: String, default standard: String
    ) throws(UsageError) -> String {
        let word = arguments.value(option) ?? standard
        let isPlain = word.utf8.allSatisfy { $0.isASCIILetterOrDigit || $0 == UInt8(ascii: "-") }
        guard isPlain, (1...64).contains(word.utf8.count) else {
            throw UsageError("\(option) has 1 to 64 letters, digits and dashes")
        }
        return word
    }

    private static func payload(_ arguments: Arguments, in terminal: Terminal) throws -> JSONValue? {
        guard let text = arguments.value("--payload") else { return nil }
        let bytes = try terminal.bytes(orFile: text)
        guard bytes.count <= DeviceRegistration.largestBody else {
            throw UsageError("--payload has more than \(DeviceRegistration.largestBody) bytes")
        }
        let payload: JSONValue
        do throws(JSONError) {
            payload = try JSONValue(parsing: bytes)
        } catch {
            throw UsageError("--payload is not JSON: \(error)")
        }
        guard payload.kind == .object else {
            throw UsageError("--payload must be an object, but is \(payload.kind)")
        }
        return payload
    }

    private static func key(_ arguments: Arguments, in terminal: Terminal) throws -> SigningKey {
        switch (arguments.value("--group-key"), arguments.value("--key")) {
        case (let group?, nil): return .group(try bytes(group, of: "--group-key", in: terminal))
        case (nil, let device?): return .device(try bytes(device, of: "--key", in: terminal))
        case (nil, nil): throw UsageError("one of --group-key and --key is needed")
        default: throw UsageError("only one of --group-key and --key can be given")
        }
    }

    /// The message has nothing of the key.
    private static func bytes(_ text: String, of option: String, in terminal: Terminal) throws -> [UInt8] {
        let text = try terminal.secret(text)
        guard text.utf8.count <= longestKey, let key = Base64.standard.decode(text), !key.isEmpty else {
            throw UsageError("\(option) is not base64")
        }
        return key
    }
}
