"""AllocationRequests as DPS sent them; the query of webhookUrl is redacted by DPS itself."""

TOASTER = """{
  "enrollmentGroup": {
    "enrollmentGroupId": "contoso-custom-allocated-devices",
    "attestation": {
      "type": "symmetricKey"
    },
    "capabilities": {
      "iotEdge": false
    },
    "etag": "\\"13003fea-0000-0300-0000-62d1d5e50000\\"",
    "provisioningStatus": "enabled",
    "reprovisionPolicy": {
      "updateHubAssignment": true,
      "migrateDeviceData": true
    },
    "createdDateTimeUtc": "2022-07-05T21:27:16.8123235Z",
    "lastUpdatedDateTimeUtc": "2022-07-15T21:02:29.5922255Z",
    "allocationPolicy": "custom",
    "iotHubs": [
      "contoso-toasters-hub-1098.azure-devices.net",
      "contoso-heatpumps-hub-1098.azure-devices.net"
    ],
    "customAllocationDefinition": {
      "webhookUrl": "https://contoso-function-app-1098.azurewebsites.net/api/HttpTrigger1?****",
      "apiVersion": "2021-10-01"
    }
  },
  "deviceRuntimeContext": {
    "registrationId": "breakroom499-contoso-tstrsd-007",
    "symmetricKey": {}
  },
  "linkedHubs": [
    "contoso-toasters-hub-1098.azure-devices.net",
    "contoso-heatpumps-hub-1098.azure-devices.net"
  ]
}
"""

HEAT_PUMP = TOASTER.replace("breakroom499-contoso-tstrsd-007", "mainbuilding167-contoso-hpsd-088")

REREGISTRATION = TOASTER.replace("""
    "symmetricKey": {}
""", """
    "currentIotHubHostName": "contoso-toasters-hub-1098.azure-devices.net",
    "currentDeviceId": "breakroom499-contoso-tstrsd-007",
    "symmetricKey": {},
    "payload": {
      "MyDeviceFirmwareVersion": "12.0.2.5",
      "MyDeviceProvisioningVersion": "1.0.0.0"
    }
""")

# One line on the wire, from the log of the article's function.
REREGISTRATION_WITH_PAYLOAD = (
    r'{"enrollmentGroup":{"enrollmentGroupId":"contoso-custom-allocated-devices","attestation":{"type":"symmetricKey"},'
    r'"capabilities":{"iotEdge":false},"etag":"\"0000f176-0000-0700-0000-62eaad1e0000\"","provisioningStatus":"enabled",'
    r'"reprovisionPolicy":{"updateHubAssignment":true,"migrateDeviceData":true},'
    r'"createdDateTimeUtc":"2022-08-03T17:15:10.8464255Z","lastUpdatedDateTimeUtc":"2022-08-03T17:15:10.8464255Z",'
    r'"allocationPolicy":"custom","iotHubs":["contoso-toasters-hub-1098.azure-devices.net",'
    r'"contoso-heatpumps-hub-1098.azure-devices.net"],"customAllocationDefinition":'
    r'{"webhookUrl":"https://contoso-function-app-1098.azurewebsites.net/api/HttpTrigger1?****","apiVersion":"2021-10-01"}},'
    r'"deviceRuntimeContext":{"registrationId":"breakroom499-contoso-tstrsd-007",'
    r'"currentIotHubHostName":"contoso-toasters-hub-1098.azure-devices.net",'
    r'"currentDeviceId":"breakroom499-contoso-tstrsd-007","symmetricKey":{},'
    r'"payload":{"MyDeviceFirmwareVersion":"12.0.2.5","MyDeviceProvisioningVersion":"1.0.0.0"}},'
    r'"linkedHubs":["contoso-toasters-hub-1098.azure-devices.net","contoso-heatpumps-hub-1098.azure-devices.net"]}')

# API version 2019-03-31: no capabilities, no reprovisionPolicy, no iotHubs.
SPARSE = """
{ "enrollmentGroup": { "enrollmentGroupId": "SAS-IoT-Devices", "attestation": { "type": "symmetricKey" },
    "etag": "\\"3206e072-0000-0800-0000-60ffc1960000\\"", "provisioningStatus": "enabled",
    "createdDateTimeUtc": "2021-07-27T08:19:34.2864775Z", "lastUpdatedDateTimeUtc": "2021-07-27T08:19:34.2864775Z",
    "allocationPolicy": "custom",
    "customAllocationDefinition": { "webhookUrl": "https://iotpnpws-functions-20210726.azurewebsites.net/api/Dps_Processor?****", "apiVersion": "2019-03-31" } },
  "deviceRuntimeContext": { "registrationId": "SAS-IoT-Devices", "currentIotHubHostName": "IoTPnPWS-Hub-20210726.azure-devices.net",
    "currentDeviceId": "SAS-IoT-Devices", "symmetricKey": {},
    "payload": { "iotcModelId": "dtmi:azureiot:PhoneAsADevice;2", "modelId": "dtmi:azureiot:PhoneAsADevice;2" } },
  "linkedHubs": [ "IoTPnPWS-Hub-20210726.azure-devices.net" ] }
"""

INDIVIDUAL_TPM = """{
  "individualEnrollment": {
    "registrationId": "sn-007-888-abc-mac-a1-b2-c3-d4-e5-f6",
    "deviceId": "lobby-1",
    "attestation": {
      "type": "tpm"
    },
    "etag": "\\"0000f176-0000-0700-0000-62eaad1e0000\\"",
    "provisioningStatus": "enabled",
    "createdDateTimeUtc": "2020-09-23T10:58:31.62286Z",
    "lastUpdatedDateTimeUtc": "2020-09-23T10:58:31.62286Z",
    "allocationPolicy": "custom",
    "customAllocationDefinition": {
      "webhookUrl": "https://contoso-function-app-1098.azurewebsites.net/api/HttpTrigger1?****",
      "apiVersion": "2019-03-31"
    }
  },
  "deviceRuntimeContext": {
    "registrationId": "sn-007-888-abc-mac-a1-b2-c3-d4-e5-f6",
    "tpm": {
      "endorsementKey": "AToAAQALAAMAsgAg",
      "storageRootKey": "AToAAQALAAMAcgAg"
    }
  },
  "linkedHubs": [
    "contoso-toasters-hub-1098.azure-devices.net"
  ]
}
"""
