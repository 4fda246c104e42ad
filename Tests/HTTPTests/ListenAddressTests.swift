import HTTP
import Testing

@Suite struct ListenAddressTests {
    @Test(
        arguments: [
            ("127.0.0.1:8080", "127.0.0.1", 8080), ("0.0.0.0:0", "0.0.0.0", 0), ("[::1]:8080", "::1", 8080),
            ("[::]:65535", "::", 65535), ("localhost:1", "localhost", 1), (":8080", "", 8080),
        ] as [(String, String, UInt16)])
    func `an address is read and printed alike`(text: String, host: String, port: UInt16) throws {
        let address = try ListenAddress(parsing: text)
        #expect(address == ListenAddress(host: host, port: port))
        #expect(address.description == text)
    }

    @Test(arguments: [
        ("", "there is no port; write for example 127.0.0.1:8080"),
        ("127.0.0.1", "there is no port; write for example 127.0.0.1:8080"),
        ("[::1]", "there is no port; write for example 127.0.0.1:8080"),
        ("127.0.0.1:", "the port is not a number from 0 to 65535"),
        ("127.0.0.1:http", "the port is not a number from 0 to 65535"),
        ("127.0.0.1:65536", "the port is not a number from 0 to 65535"),
        ("127.0.0.1:-1", "the port is not a number from 0 to 65535"),
        ("127.0.0.1:+1", "the port is not a number from 0 to 65535"),
        ("::1:8080", "an IPv6 address needs brackets, as in [::1]:8080"),
        ("[127.0.0.1]:80", "[127.0.0.1] is not an IPv6 address"),
        ("[::g]:80", "[::g] is not an IPv6 address"),
        ("[]:80", "[] is not an IPv6 address"),
        ("example.com:80", "the host is neither an IP address nor localhost, and names are not looked up"),
        ("256.0.0.1:80", "the host is neither an IP address nor localhost, and names are not looked up"),
    ])
    func `a text that is no address says why`(text: String, reason: String) {
        let error = #expect(throws: ListenAddress.ParsingError.self) { try ListenAddress(parsing: text) }
        #expect(error?.description == "cannot listen on \"\(text)\": \(reason)")
    }
}
