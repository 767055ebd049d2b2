#ifndef RETROFILL_CZSTD_SHIM_H
#define RETROFILL_CZSTD_SHIM_H

#include <zstd.h>
#include <zstd_errors.h>

#endif
