#ifndef RETROFILL_CCSV_SHIM_H
#define RETROFILL_CCSV_SHIM_H

#include <csv.h>

#endif
