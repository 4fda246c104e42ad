import Allocation
import Testing

@Suite struct InitialTwinTests {
    @Test(arguments: [
        #"{}"#, #"{"tags":{}}"#, #"{"properties":{}}"#, #"{"properties":{"desired":{}},"tags":{"a":null}}"#,
        #"{"tags":{"tags":{"properties":7}},"properties":{"desired":{"desired":{"x":[1,null]}}}}"#,
    ])
    func `a twin that DPS reads is taken`(text: String) throws {
        let json = try JSONValue(parsing: text)
        #expect(try InitialTwin(json).json == json)
    }

    @Test(arguments: [
        (#"[]"#, ["the document: must be an object, but is an array"]),
        (#"null"#, ["the document: must be an object, but is null"]),
        (#"{"tags":"a"}"#, ["/tags: must be an object, but is a string"]),
        (#"{"properties":7}"#, ["/properties: must be an object, but is a number"]),
        (#"{"properties":{"desired":[]}}"#, ["/properties/desired: must be an object, but is an array"]),
        (
            #"{"properties":{"Desired":{}}}"#,
            ["/properties/Desired: is not a member of an initial twin; it may have desired"]
        ),
        (#"{"Tags":{}}"#, ["/Tags: is not a member of an initial twin; it may have tags and properties"]),
        (
            #"{"Tags":{},"tags":1,"properties":{"Desired":{},"desired":true,"reported":{}},"a/b":null}"#,
            [
                "/Tags: is not a member of an initial twin; it may have tags and properties",
                "/tags: must be an object, but is a number",
                "/properties/Desired: is not a member of an initial twin; it may have desired",
                "/properties/desired: must be an object, but is true or false",
                "/properties/reported: is not a member of an initial twin; it may have desired",
                "/a~1b: is not a member of an initial twin; it may have tags and properties",
            ]
        ),
    ])
    func `a twin that DPS would not understand is refused with every place`(
        text: String, faults: [String]
    ) throws {
        let json = try JSONValue(parsing: text)
        let error = #expect(throws: InvalidDocuments.self) { try InitialTwin(json) }
        #expect(error?.faults.map(\.description) == faults)
    }

    @Test(arguments: [
        (#"{"tags":{"a":1}}"#, #"{}"#, #"{"tags":{"a":1}}"#),
        (#"{}"#, #"{"tags":{"a":null,"b":2}}"#, #"{"tags":{"b":2}}"#),
        (#"{"tags":{"a":1,"b":2}}"#, #"{"tags":{"a":null}}"#, #"{"tags":{"b":2}}"#),
        (
            #"{"tags":{"a":{"b":1,"c":2}}}"#, #"{"tags":{"a":{"c":null,"d":3}}}"#,
            #"{"tags":{"a":{"b":1,"d":3}}}"#
        ),
        (
            #"{"tags":{"a":1},"properties":{"desired":{"b":2}}}"#, #"{"tags":null}"#,
            #"{"properties":{"desired":{"b":2}}}"#
        ),
        (
            #"{"tags":{"a":1,"b":null}}"#, #"{"properties":{"desired":null}}"#,
            #"{"tags":{"a":1},"properties":{}}"#
        ),
        (#"{"tags":{"a":[1,2]}}"#, #"{"tags":{"a":[null]}}"#, #"{"tags":{"a":[null]}}"#),
        (
            #"{"tags":{"deviceType":"toaster"},"properties":{"desired":{"state":"ready","darknessSetting":"medium"}}}"#,
            #"{"properties":{"desired":{"darknessSetting":"dark","slots":4}}}"#,
            #"{"tags":{"deviceType":"toaster"},"properties":{"desired":{"state":"ready","darknessSetting":"dark","slots":4}}}"#
        ),
    ])
    func `a device's own twin is laid over its division's as a merge patch`(
        template: String, own: String, merged: String
    ) throws {
        let patch = try InitialTwin(JSONValue(parsing: own))
        let document = try InitialTwin(JSONValue(parsing: template)).overlaid(by: patch)
        #expect(String(decoding: document.json, as: UTF8.self) == merged)
        #expect(document.digest == SHA256.hash(Array(merged.utf8)))
    }
}
