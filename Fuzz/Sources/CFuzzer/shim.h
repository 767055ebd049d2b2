#ifndef RETROFILL_CFUZZER_SHIM_H
#define RETROFILL_CFUZZER_SHIM_H

#include <stddef.h>
#include <stdint.h>

/* libFuzzer's loop, for programs that have a main of their own. LLVM ships no header with it. */
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*test)(const uint8_t *data, size_t size));

#endif
