#include "COpenAPI.h"

// C23 §6.10.4: the compiler takes the file as it is, where Swift would read it as the elements of an array, for half a minute.
static const unsigned char document[] = {
#embed "openapi.json"
};

size_t openapi_document_size(void) { return sizeof document; }

unsigned char openapi_document_byte(size_t index) { return index < sizeof document ? document[index] : 0; }
