#ifndef RETROFILL_CZIP_SHIM_H
#define RETROFILL_CZIP_SHIM_H

#include <zip.h>

#endif
