#ifndef RETROFILL_CCRYPTO_SHIM_H
#define RETROFILL_CCRYPTO_SHIM_H

#include <openssl/evp.h>

#endif
