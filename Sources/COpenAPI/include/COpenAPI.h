#ifndef COPENAPI_H
#define COPENAPI_H

#include <stddef.h>

/// How many bytes the description of the service has.
size_t openapi_document_size(void);

/// One of them; 0 beyond the end.
unsigned char openapi_document_byte(size_t index);

#endif
